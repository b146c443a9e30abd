import { type Area, isGenericHeading } from "./areas.ts";
import { endpoint } from "./headings.ts";
import type { Reading } from "./reading.ts";
import { requirementList } from "./requirement-list.ts";
import type { SectionKind } from "./section-kinds.ts";
import { flatten, type Statement } from "./statement.ts";

/** Sections of these kinds make one piece of work with all that stands below them. */
const purposes = new Set<SectionKind>(["testing", "metrics", "security", "migration"]);

/** A section that only details its parent ("Request", "Notes", one sentence of prose) is read as part of it. */
export function isFolded(area: Area, reading: Reading): boolean {
  const parent = area.parent;
  if (!parent || requirementList(area, reading).length > 0) return false;
  if (endpoint.test(parent.section.title)) return isProse(area.kind) || area.kind === "scenarios";
  if (!isProse(area.kind) || !isProse(parent.kind)) return false;
  if (purposes.has(parent.kind)) return true;
  if (isGenericHeading(parent.section.title)) return false;
  const said = flatten(reading.statements.get(area) ?? []);
  return isGenericHeading(area.section.title) || said.every((statement) => statement.strength < 2);
}

function isProse(kind: SectionKind): boolean {
  return kind === "plain" || kind === "design" || purposes.has(kind);
}

/** What a section says, and what its folded sections say, in reading order. */
export function withFolded(area: Area, reading: Reading): Statement[] {
  const own = reading.statements.get(area) ?? [];
  const folded = area.children.filter((child) => isFolded(child, reading));
  return [...own, ...folded.flatMap((child) => withFolded(child, reading))];
}
