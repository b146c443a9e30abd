import type { SpecBlock } from "@tessera/core/generation";
import { plainText } from "./inline.ts";
import type { Line } from "./lines.ts";

const linkTarget = /^ {0,3}(?:\[[^\]]{1,200}\]: *\S|__ +\S|\.\. +(?:\[[^\]]{1,40}\]|_[^:]{1,200}:)( |$))/;

/** Where a link or footnote points to: bookkeeping, not prose. */
export function isLinkTarget(line: Line): boolean {
  return linkTarget.test(line.text.slice(0, 240));
}

const directive = /^ {0,3}\.\.(?: +([a-z][a-z-]{1,30})::(.*)| .*|)$/;
const admonitions = new Set(["note", "warning", "important", "tip", "caution", "attention", "danger", "hint"]);

/** A directive or comment of reStructuredText: `.. name::` and all that is indented below it. */
export function isDirective(line: Line): boolean {
  return line.text.startsWith("..") && directive.test(line.text.slice(0, 500));
}

/** Admonitions are prose, everything else is a block of its own kind that no rule reads. */
export function readDirective(lines: readonly Line[], from: number): { block: SpecBlock; next: number } {
  let next = from + 1;
  while (next < lines.length && (lines[next]?.blank || (lines[next]?.indent ?? 0) >= 2)) next += 1;
  const found = directive.exec(lines[from]?.text.slice(0, 500) ?? "");
  const name = found?.[1] ?? null;
  const body = lines.slice(from + 1, next).map((line) => line.text.trim());
  const span = { start: lines[from]?.start ?? 0, end: lines[next - 1]?.end ?? 0 };
  if (name !== null && admonitions.has(name)) {
    return { block: { kind: "quote", text: plainText([found?.[2] ?? "", ...body].join(" ")), ...span }, next };
  }
  return { block: { kind: "code", language: name, text: body.join("\n").trim(), ...span }, next };
}
