import type { Area } from "./areas.ts";
import type { Reading } from "./reading.ts";
import type { SectionKind } from "./section-kinds.ts";
import type { Statement } from "./statement.ts";

/** So many whole demands are a list of requirements, whatever the heading over them. */
const leastDuties = 3;
/** A section with a purpose of its own ("Security") is one piece of work, until it lists this many. */
const leastInPurpose = 6;

/** Kinds whose sentences ask for nothing, also where they say "must". */
const closed = new Set<SectionKind>(["skip", "excluded", "questions", "risks", "acceptance", "expected"]);
const purposes = new Set<SectionKind>(["metrics", "security", "migration"]);
const open = new Set<SectionKind>(["plain", "design", "stories"]);

/** The items that make a section a list of requirements; empty where it is none. */
export function requirementList(area: Area, { statements, lexicon }: Reading): Statement[] {
  if (closed.has(area.kind) || !lexicon.english) return [];
  const own = statements.get(area) ?? [];
  const numbered = own.filter(({ reference, strength }) => reference !== null && strength >= 2);
  if (numbered.length >= leastDuties && numbered.length * 2 > own.filter(isListed).length) return own.filter(isListed);
  const duties = own.filter(isDuty);
  const least = purposes.has(area.kind) ? leastInPurpose : open.has(area.kind) ? leastDuties : Infinity;
  return duties.length >= least && duties.length * 2 > own.length ? own.filter(isListed) : [];
}

function isListed({ form }: Statement): boolean {
  return form === "item" || form === "row";
}

function isDuty({ form, text, core, clause, strength }: Statement): boolean {
  const isWhole = (form === "item" || form === "row") && text === core && clause !== null;
  return isWhole && clause.form !== "imperative" && (strength >= 2 || clause.modality === "may");
}
