import type { SpecBlock, SpecDocument, SpecSection } from "../document.ts";
import { statesDuty } from "./duty.ts";
import { isStoryTitle, startsWithId } from "./forms.ts";
import { readItems } from "./lists.ts";
import { createLocator } from "./locate.ts";
import { append, type Found, isLeadIn, mostUnits, type Place, placeBelow } from "./place.ts";
import { readProse } from "./prose.ts";
import { requirementLimit } from "./requirement.ts";
import { isFeature, scenarioLength, scenariosIn } from "./scenarios.ts";
import { type Role, roleOf, type SectionRole } from "./section-roles.ts";
import { splitSentences } from "./sentences.ts";
import { readTable } from "./tables.ts";

/**
 * What the sections ask for. Some authors write "will" where others write "must": where promises are twice as many as
 * all the rest, they count too. A summary only repeats the body, and is read where that asks for nothing.
 */
export function readSections(document: SpecDocument, spec: string): Found[] {
  const body = readAll(document, spec, ["duties", "acceptance", "tests", "prose"]);
  const all = body.length > 0 ? body : readAll(document, spec, ["summary"]);
  const firm = all.filter(({ soft }) => !soft);
  return all.length >= 3 * firm.length ? all : firm;
}

function readAll(document: SpecDocument, spec: string, roles: readonly SectionRole[]): Found[] {
  const found: Found[] = [];
  const budget = { left: mostUnits };
  const visit = (section: SpecSection, parent: Role | null): void => {
    if (found.length >= requirementLimit || budget.left <= 0) return;
    const role = roleOf(section, parent, document);
    const before = found.length;
    if (roles.includes(role.role)) {
      const place: Place = { spec, section: section.id, role: role.role, stem: null, nested: false, budget };
      append(found, readHeading(section, place));
      append(found, readBlocks(section.blocks, place));
    }
    for (const child of section.children) visit(child, role);
    const asks = found.slice(before).some(({ soft }) => !soft);
    if (!asks && roles.includes(role.role)) append(found, readNamedSection(section, spec));
  };
  for (const section of document.sections) visit(section, null);
  return found;
}

/** "3.1 The system shall log every access" is a sentence, wherever the author puts it. */
function readHeading(section: SpecSection, { spec }: Place): Found[] {
  const { title } = section;
  if (title.split(" ").length < 4 || !statesDuty(title)) return [];
  return [{ kind: "modal", section: section.id, start: section.start, end: headingEnd(section, spec) }];
}

/** A heading with an id ("FR-7", "Story 2") is the requirement where nothing below it is one. */
function readNamedSection(section: SpecSection, spec: string): Found[] {
  const isStory = isStoryTitle(section.title) && section.blocks.length > 0;
  if (!isStory && !startsWithId(section.title)) return [];
  const end = section.blocks.at(-1)?.end ?? headingEnd(section, spec);
  return [{ kind: isStory ? "story" : "numbered", section: section.id, start: section.start, end }];
}

function headingEnd({ title, start, end, blocks, children }: SpecSection, spec: string): number {
  const next = Math.min(blocks[0]?.start ?? end, children[0]?.start ?? end);
  return createLocator(spec, { start, end: next })(title).end;
}

function readBlocks(blocks: readonly SpecBlock[], place: Place): Found[] {
  const texts = blocks.map((block) => (block.kind === "paragraph" ? block.text : ""));
  const found: Found[] = [];
  for (let at = 0; at < blocks.length && place.budget.left > 0; at += 1) {
    place.budget.left -= 1;
    const block = blocks[at];
    if (!block) break;
    const steps = scenarioLength(texts, at);
    if (steps > 1) {
      const end = blocks[at + steps - 1]?.end ?? block.end;
      found.push({ kind: "acceptance", section: place.section, start: block.start, end });
      at += steps - 1;
    } else readBlock(found, block, blocks[at - 1], place);
  }
  return found;
}

function readBlock(found: Found[], block: SpecBlock, previous: SpecBlock | undefined, place: Place): void {
  if (block.kind === "paragraph") append(found, readProse(block.text, block, place));
  else if (block.kind === "table") append(found, readTable(block, place));
  else if (block.kind === "list") readList(found, block, previous, place);
  else if (block.kind === "code" && isFeature(block.language, block.text)) append(found, readFeature(block, place));
}

type Block<Kind extends SpecBlock["kind"]> = Extract<SpecBlock, { kind: Kind }>;

/** A sentence that leads on to a list is counted in its items, unless none of them asks for anything. */
function readList(found: Found[], list: Block<"list">, previous: SpecBlock | undefined, place: Place): void {
  const leadIn = previous?.kind === "paragraph" ? leadInOf(previous) : null;
  const below = leadIn === null ? place : placeBelow(leadIn, place);
  const items = below.role === "silent" ? [] : readItems(list.items, list.ordered, below);
  const last = found.at(-1);
  const isLeadIn = leadIn !== null && last !== undefined && last.end === previous?.end;
  if (items.length > 0 && isLeadIn) found.pop();
  append(found, items);
}

function leadInOf({ text }: Block<"paragraph">): string | null {
  const last = splitSentences(text).at(-1) ?? "";
  return isLeadIn(last) ? last : null;
}

function readFeature({ start, end }: Block<"code">, { spec, section }: Place): Found[] {
  const source = spec.slice(start, end).replace(/\n[ \t]*(?:`{3,}|~{3,})[ \t]*$/, "");
  const scenarios = scenariosIn(source);
  const ranges = scenarios.length > 0 ? scenarios : [{ start: 0, end: source.length }];
  return ranges.map((range) => {
    const text = source.slice(range.start, range.end).trimEnd();
    return { kind: "acceptance", section, start: start + range.start, end: start + range.start + text.length };
  });
}
