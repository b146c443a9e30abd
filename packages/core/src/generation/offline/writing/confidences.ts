import { type Origin, strongest, type WorkItem } from "../finding/index.ts";

const byOrigin: Record<Origin, number> = {
  acceptance: 0.95,
  task: 0.9,
  story: 0.9,
  requirement: 0.85,
  milestone: 0.8,
  testing: 0.75,
  metrics: 0.75,
  security: 0.7,
  migration: 0.65,
  design: 0.55,
  decision: 0.5,
  derived: 0.3,
};

/** How explicitly the spec asks for it, 0..1: a checklist is explicit, a design's prose has to be read. */
export function confidenceOf(item: WorkItem): number {
  const bonus = item.origin === "design" ? Math.min(0.3, strongest(item.statements) * 0.1) : 0;
  const fallback = item.area.kind === "context" || item.area.kind === "scenarios" ? 0.2 : 0;
  return Math.round(Math.max(0.1, byOrigin[item.origin] + bonus - fallback) * 100) / 100;
}
