import { topicsOf } from "../grammar/index.ts";
import type { Area } from "./areas.ts";
import type { Statement } from "./statement.ts";

export type Origin =
  | "story"
  | "task"
  | "acceptance"
  | "requirement"
  | "milestone"
  | "testing"
  | "metrics"
  | "security"
  | "migration"
  | "design"
  | "decision"
  | "derived";

/** A piece of work found in the spec: what one ticket may become, before counting. */
export interface WorkItem {
  title: string;
  origin: Origin;
  area: Area;
  /** Reading order. */
  order: number;
  /** The statement that the title was made of; null where it was the heading. */
  lead: Statement | null;
  /** All statements that belong to it, in reading order. */
  statements: Statement[];
  /** What has to hold when it is done, the spec's own criteria first. */
  criteria: string[];
  /** "so that ..." of a story. */
  why: string | null;
  role: string | null;
  number: number | null;
  milestone: string | null;
  /** Where the spec itself says how important it is. */
  priority: string | null;
  /** The list item above it, where several items stand under one. */
  group: string | null;
  /** How much it counts when there are more items than tickets. */
  value: number;
  /** Smaller items that were folded into this one. */
  covers: WorkItem[];
  /** What another section asks for, and no item of its own holds: it is done here. */
  guests: Guest[];
  /** What belongs to it too, and finds no room in its words: it is only referred to. */
  beyond: Guest[];
  /** The requirements that its statements and guests are. */
  requirements: { id: string; statement: Statement }[];
  topics: Set<string>;
  start: number;
  end: number;
}

/** A statement that found its place in the work of another section. */
export interface Guest {
  statement: Statement;
  area: Area;
}

export type WorkSeed = Pick<
  WorkItem,
  "title" | "origin" | "area" | "order" | "statements" | "value" | "start" | "end"
> &
  Partial<WorkItem>;

export function makeWorkItem(seed: WorkSeed): WorkItem {
  return {
    lead: null,
    criteria: [],
    why: null,
    role: null,
    number: null,
    milestone: null,
    priority: null,
    group: null,
    covers: [],
    guests: [],
    beyond: [],
    requirements: [],
    topics: topicsOf(`${seed.title} ${seed.lead?.text ?? ""}`),
    ...seed,
  };
}

/** The item and everything folded into it. */
export function membersOf(item: WorkItem): WorkItem[] {
  return [item, ...item.covers.flatMap(membersOf)];
}
