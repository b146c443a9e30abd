import { AppError } from "@tessera/core/errors";
import type { TriggerFields } from "@tessera/core/triggers";
import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument, stringify, visit, type YAMLMap } from "yaml";
import * as z from "zod";
import { describeIssues } from "../http/issues.ts";

type Document = ReturnType<typeof parseDocument>;

/** Signs that mean something in YAML, which is what reading it costs: as many as our own export has in 256 KB (K10). */
const structure = /[[\]{},?&*!"'%]|[-:]\s/g;
const structureLimit = 20_000;
/** Few files need any; so many cannot blow up to more than what they hold (K2). */
const aliasLimit = 100;

const file = <Schema extends z.ZodType>(trigger: Schema) =>
  z.strictObject({ version: z.literal(1).default(1), triggers: z.array(trigger).max(200) });

/** PX-66: what import takes, so that export and import change nothing. */
export function triggersToYaml(triggers: readonly TriggerFields[]): string {
  return stringify({ version: 1, triggers }, { version: "1.2", schema: "core", aliasDuplicateObjects: false });
}

/** Throws `invalid_request` with the line of what is wrong. */
export function triggersFromYaml(text: string, newTrigger: z.ZodType<TriggerFields>): TriggerFields[] {
  if ((text.match(structure)?.length ?? 0) > structureLimit)
    throw new AppError("invalid_request", "The YAML is too complex");
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    merge: false,
    stringKeys: true,
    lineCounter: lines,
    // Both cost a text's length times its faults or keys; keys are compared below.
    prettyErrors: false,
    uniqueKeys: false,
  });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) throw invalid(lines, fault.pos[0], fault.message);
  refuseOddities(document, lines);
  const parsed = file(newTrigger).safeParse(toValue(document));
  if (parsed.success) return parsed.data.triggers;
  const [issue] = parsed.error.issues;
  throw invalid(lines, offsetOf(document, issue?.path ?? []), describeIssues(parsed.error));
}

function invalid(lines: LineCounter, offset: number, message: string): AppError {
  const { line } = lines.linePos(offset);
  return new AppError("invalid_request", `line ${Math.max(line, 1)}: ${message}`, { line });
}

/** Keys that come twice or that reach into prototypes, and types that JSON does not have. */
function refuseOddities(document: Document, lines: LineCounter): void {
  visit(document, (_key, node) => {
    if (!isNode(node)) return;
    if (node.tag !== undefined) throw invalid(lines, offsetIn(node), "tags are not allowed");
    if (isMap(node)) checkKeys(node, lines);
  });
}

function checkKeys(map: YAMLMap, lines: LineCounter): void {
  const keys = new Set<unknown>();
  for (const { key } of map.items) {
    const name = isScalar(key) ? key.value : key;
    const at = isNode(key) ? offsetIn(key) : offsetIn(map);
    if (keys.has(name)) throw invalid(lines, at, `the key ${JSON.stringify(name)} comes twice`);
    if (name === "__proto__") throw invalid(lines, at, "this key is not allowed");
    keys.add(name);
  }
}

function offsetIn(node: Node): number {
  return node.range?.[0] ?? 0;
}

function toValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: aliasLimit });
  } catch (cause) {
    throw new AppError("invalid_request", "The YAML repeats itself too often by its aliases", {}, { cause });
  }
}

/** Where the innermost thing stands that a path names. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
