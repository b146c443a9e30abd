import type { GenerationPlan } from "./plan/index.ts";
import { mergeRanges, overlapOf } from "./ranges.ts";
import type { RepairedTicket } from "./repair.ts";

/** Where a ticket comes from: a requirement that it covers, or a place of the spec that is none. */
export interface SourceRef {
  requirement?: string;
  section: string;
  start: number;
  end: number;
}

/** The requirements that a ticket covers, in reading order, and places that are for the greater part none of them. */
export function sourceRefs(ticket: Pick<RepairedTicket, "covers" | "sources">, plan: GenerationPlan): SourceRef[] {
  const covers = new Set(ticket.covers);
  const requirements = plan.requirements.filter(({ id }) => covers.has(id));
  const covered = mergeRanges(requirements);
  const others = ticket.sources.filter((source) => overlapOf(source, covered) * 2 <= source.end - source.start);
  return [
    ...requirements.map(({ id, section, start, end }) => ({ requirement: id, section, start, end })),
    ...others.map(({ section, start, end }) => ({ section, start, end })),
  ];
}
