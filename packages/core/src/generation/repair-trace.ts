import type { Note } from "./changes.ts";
import type { Draft, DraftTicket } from "./draft.ts";
import type { GenerationPlan } from "./plan/index.ts";
import { repairLine } from "./repair-text.ts";

/** A place in the spec. */
export type SourceRange = DraftTicket["sources"][number];

/** A requirement that no ticket is for, and why. */
export interface Gap {
  requirement: string;
  reason: string;
}

const reasonLimit = 300;

/** What a draft may name of the spec. */
export interface Places {
  requirements: ReadonlySet<string>;
  sections: ReadonlyMap<string, { start: number; end: number }>;
}

export function placesOf(plan: GenerationPlan): Places {
  return {
    requirements: new Set(plan.requirements.map(({ id }) => id)),
    sections: new Map(plan.sections.map((section) => [section.id, section])),
  };
}

/** Ids of requirements of the plan, each once. */
export function repairCovers(ids: readonly string[], { requirements }: Places, note: Note): string[] {
  const covers = new Set<string>();
  for (const id of ids) {
    const own = requirementId(id);
    if (!requirements.has(own)) note("covers", "unknown_dropped");
    else if (covers.has(own)) note("covers", "duplicate_dropped");
    else covers.add(own);
  }
  return [...covers];
}

/** Reasons for requirements that no ticket covers: what a ticket covers is covered. */
export function repairGaps(
  gaps: Draft["notCovered"],
  { requirements }: Places,
  covered: ReadonlySet<string>,
  note: Note,
): Gap[] {
  const repaired = new Map<string, Gap>();
  for (const gap of gaps) {
    const requirement = requirementId(gap.requirement);
    const reason = repairLine(gap.reason, "notCovered.reason", note, reasonLimit);
    if (!requirements.has(requirement)) note("notCovered", "unknown_dropped");
    else if (covered.has(requirement)) note("notCovered", "contradiction_dropped");
    else if (repaired.has(requirement)) note("notCovered", "duplicate_dropped");
    else if (reason === "") note("notCovered", "empty_dropped");
    else repaired.set(requirement, { requirement, reason });
  }
  return [...repaired.values()];
}

/** Places that exist: in a section of the plan, and not beyond its end. */
export function repairSources(sources: readonly SourceRange[], { sections }: Places, note: Note): SourceRange[] {
  return sources.filter(({ section, start, end }) => {
    const place = sections.get(section);
    const exists = place !== undefined && place.start <= start && start < end && end <= place.end;
    if (!exists) note("sources", "unknown_dropped");
    return exists;
  });
}

/** " [r3]: " is R3. Longer than any id cannot match, so it is not looked at. */
function requirementId(text: string): string {
  return text
    .slice(0, 20)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "");
}
