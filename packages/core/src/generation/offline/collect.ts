import type { SpecDocument } from "../document.ts";
import { type Area, areasOf, isGenericHeading } from "./areas.ts";
import { endpoint } from "./headings.ts";
import { type Lexicon, lowerFirst } from "./lexicon.ts";
import { listItems } from "./list-work.ts";
import { milestoneHeading } from "./milestones.ts";
import { milestoneItem } from "./milestone-work.ts";
import type { SectionKind } from "./section-kinds.ts";
import { designItem, flatten, purposeItem } from "./section-work.ts";
import type { Statement } from "./statement.ts";
import { toTitle } from "./title-text.ts";
import { statementsOf } from "./statements.ts";
import { storiesIn, storyItems } from "./story-work.ts";
import { storyOf } from "./stories.ts";
import type { WorkItem } from "./work-item.ts";
import { criterionOf } from "./criteria.ts";

/** A spec taken apart: its areas, what each says, and the words it is written in. */
export interface Reading {
  document: SpecDocument;
  areas: Area[];
  statements: ReadonlyMap<Area, Statement[]>;
  lexicon: Lexicon;
  /** What the spec is about, as the object of an order. */
  subject: string;
}

export function readStatements(areas: readonly Area[], lexicon: Lexicon): Map<Area, Statement[]> {
  return new Map(areas.map((area) => [area, statementsOf(area.section.blocks, lexicon)]));
}

const workKinds = new Set<SectionKind>(["acceptance", "stories", "requirements", "tasks", "milestones", "testing", "metrics", "security", "migration", "design", "plain"]);
/** Where a spec has no section for its work, the work stands in its goals, then in its prose. */
const fallbackKinds: SectionKind[][] = [["goals"], ["scenarios", "context", "assumptions"]];

/** The work that a spec asks for, in reading order. */
export function collectWork(reading: Reading): WorkItem[] {
  let work = reading.areas.filter((area) => workKinds.has(area.kind)).flatMap((area) => areaWork(area, reading));
  for (const kinds of fallbackKinds) {
    if (work.length > (kinds[0] === "goals" ? 1 : 0)) break;
    const more = reading.areas.filter((area) => kinds.includes(area.kind)).flatMap((area) => fallbackWork(area, reading));
    work = [...work, ...more.map((item) => ({ ...item, value: item.value / 2 }))];
  }
  if (work.length === 0) work = reading.areas.filter((area) => area.kind !== "skip" && area.kind !== "excluded").flatMap((area) => anyWork(area, reading));
  return withAcceptance(distinct(work), reading).sort((left, right) => left.order - right.order);
}

/** The last resort: everything that can be read as something to build, however softly it is said. */
function anyWork(area: Area, reading: Reading): WorkItem[] {
  const said = (reading.statements.get(area) ?? []).filter((statement) => statement.strength >= 0.5);
  return listItems(area, said.map((statement) => ({ ...statement, strength: Math.max(statement.strength, 2) })), "design", reading.lexicon);
}

function areaWork(area: Area, reading: Reading): WorkItem[] {
  const { lexicon } = reading;
  const own = reading.statements.get(area) ?? [];
  if (isFolded(area, reading)) return [];
  const stories = storiesIn(own);
  if (stories.length > 0) {
    const told = new Set(stories.map(({ statement }) => statement));
    const rest = own.filter((statement) => !told.has(statement) && !storyOf(statement.text));
    return [...storyItems(area, own, lexicon), ...(area.kind === "stories" ? [] : single(designItem(area, rest, lexicon)))];
  }
  switch (area.kind) {
    case "acceptance":
      return hostOf(area) ? [] : listItems(area, own, "acceptance", lexicon);
    case "tasks":
      return listItems(area, own, "task", lexicon);
    case "requirements":
      return requirementWork(area, own, lexicon);
    case "milestones":
      return isMilestone(area) ? single(milestoneItem(area, own, lexicon)) : listItems(area, withoutNames(area, own), "task", lexicon);
    case "testing":
    case "metrics":
    case "security":
    case "migration":
      return single(purposeItem(area, withFolded(area, reading), area.kind, reading));
    default:
      return designWork(area, reading);
  }
}

/** A heading that is a milestone, or stands directly under the heading over all of them. */
function isMilestone(area: Area): boolean {
  return milestoneHeading(area.section.title) !== null || area.parent?.kind === "milestones";
}

/** A list that only names the milestones, each of which has a section below, holds no work of its own. */
function withoutNames(area: Area, own: readonly Statement[]): Statement[] {
  const titles = new Set(area.children.map((child) => child.section.title.toLowerCase()));
  return own.filter((statement) => !titles.has((statement.lead ?? statement.text).toLowerCase()));
}

function single(item: WorkItem | null): WorkItem[] {
  return item ? [item] : [];
}

/** A list of requirements is a list of work; requirements in prose are one piece for each section. */
function requirementWork(area: Area, own: readonly Statement[], lexicon: Lexicon): WorkItem[] {
  const items = own.filter((statement) => statement.form === "item" || statement.form === "row");
  const prose = own.filter((statement) => statement.form === "sentence" && statement.strength >= 2);
  const short = items.filter((statement) => statement.text === statement.core && statement.text.length > (lexicon.english ? 24 : 6)).length;
  if (items.length >= 2 && short * 2 >= items.length && prose.length <= items.length) return listItems(area, items, "requirement", lexicon);
  return single(designItem(area, own, lexicon));
}

/** Steps that each say what to do ("1. ETL: Write the data ...") are work of their own. */
function designWork(area: Area, reading: Reading): WorkItem[] {
  const own = reading.statements.get(area) ?? [];
  const steps = own.filter((statement) => statement.form === "item" && statement.number !== null && statement.clause?.form === "imperative" && statement.core.length > 24);
  const boxes = own.filter((statement) => statement.checked !== null);
  if (boxes.length > 1) return listItems(area, boxes, "task", reading.lexicon);
  if (steps.length >= 2 && steps.length * 3 > own.length && !/\balgorithm|\bprocedure|\bfollowing steps\b/i.test(own.map((statement) => statement.text).join(" ").slice(0, 4_000))) {
    return listItems(area, steps, "task", reading.lexicon);
  }
  // Text without headings says one thing after the other: each demand stands for itself.
  const demands = own.filter((statement) => statement.form !== "note" && statement.strength >= (statement.form === "item" ? 0.3 : 2));
  if (area.section.title === "" && demands.length > 1) return listItems(area, demands, "requirement", reading.lexicon);
  const entries = own.filter((statement) => statement.form === "item" && statement.lead !== null && statement.children.length > 1);
  if (entries.length >= 3) return entryWork(area, own, entries, reading.lexicon);
  return single(designItem(area, withFolded(area, reading), reading.lexicon));
}

/** A list that defines things at length, each under its own name, is a design of several parts. */
function entryWork(area: Area, own: readonly Statement[], entries: readonly Statement[], lexicon: Lexicon): WorkItem[] {
  const rest = own.filter((statement) => !entries.includes(statement));
  const parts = entries.flatMap((entry, index) => {
    const item = designItem({ ...area, section: { ...area.section, title: entry.lead ?? "", start: entry.start, end: entry.end } }, [{ ...entry, strength: Math.max(entry.strength, 2) }], lexicon);
    return item ? [{ ...item, area, order: area.order + (index + 1) / 10_000, title: toTitle(`support ${lowerFirst(entry.lead ?? "", lexicon)}`), start: entry.start, end: entry.end }] : [];
  });
  return [...single(designItem(area, rest, lexicon)), ...parts];
}

function fallbackWork(area: Area, reading: Reading): WorkItem[] {
  const own = reading.statements.get(area) ?? [];
  const items = own.filter((statement) => statement.form === "item" && statement.text.length > 15);
  if (items.length >= 2) return listItems(area, items, "requirement", reading.lexicon);
  const asks = own.some((statement) => statement.strength >= 2);
  return asks || !reading.lexicon.english ? single(designItem(area, own, reading.lexicon)) : [];
}

/** A section that only details its parent ("Request", "Notes", one sentence of prose) is read as part of it. */
function isFolded(area: Area, reading: Reading): boolean {
  const parent = area.parent;
  if (parent && endpoint.test(parent.section.title) && area.kind === "scenarios") return true;
  if (!parent || !foldable(area.kind) || !workKinds.has(parent.kind)) return false;
  if (parent.kind === "testing" || parent.kind === "metrics" || parent.kind === "security" || parent.kind === "migration") return true;
  if (endpoint.test(parent.section.title)) return true;
  if (!foldable(parent.kind) || isGenericHeading(parent.section.title)) return false;
  return isGenericHeading(area.section.title) || flatten(reading.statements.get(area) ?? []).every((statement) => statement.strength < 2);
}

function foldable(kind: SectionKind): boolean {
  return kind === "plain" || kind === "design" || kind === "testing" || kind === "metrics" || kind === "security" || kind === "migration";
}

function withFolded(area: Area, reading: Reading): Statement[] {
  const own = reading.statements.get(area) ?? [];
  const folded = area.children.filter((child) => isFolded(child, reading)).flatMap((child) => withFolded(child, reading));
  return [...own, ...folded];
}

/** The named section whose acceptance criteria these are; null where they are the whole document's. */
function hostOf(area: Area): Area | null {
  const parent = area.parent;
  if (!parent || parent.parent === null || isGenericHeading(parent.section.title)) return null;
  return parent.kind === "plain" || parent.kind === "requirements" || parent.kind === "stories" ? parent : null;
}

/** Acceptance criteria under a named section belong to that section's work, not to tickets of their own. */
function withAcceptance(work: readonly WorkItem[], reading: Reading): WorkItem[] {
  const hosted = reading.areas.filter((area) => area.kind === "acceptance" && hostOf(area));
  const byHost = new Map(hosted.map((area) => [hostOf(area), area]));
  const served = new Set<Area>();
  const result = work.map((item) => {
    const area = byHost.get(item.area);
    if (!area || served.has(area)) return item;
    served.add(area);
    const statements = flatten(reading.statements.get(area) ?? []).filter((statement) => statement.text.length > 3);
    return { ...item, criteria: [...statements.map((statement) => criterionOf(statement, reading.lexicon)), ...item.criteria], value: item.value + 2 };
  });
  const orphans = hosted.filter((area) => !served.has(area));
  return [...result, ...orphans.flatMap((area) => listItems(area, reading.statements.get(area) ?? [], "acceptance", reading.lexicon))];
}

/** The same words twice are one piece of work: the first keeps them. */
function distinct(work: readonly WorkItem[]): WorkItem[] {
  const seen = new Set<string>();
  return work.filter((item) => {
    const key = item.title.toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export { areasOf };
