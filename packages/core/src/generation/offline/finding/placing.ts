import { overlap, similarity, topicsOf } from "../grammar/index.ts";
import type { Requirement } from "../types.ts";
import type { Area } from "./areas.ts";
import { trailOf } from "./areas.ts";
import { asideReason } from "./asides.ts";
import { criterionOf } from "./criteria.ts";
import { locate, statementsAt } from "./located.ts";
import type { Reading } from "./reading.ts";
import { sectionReason, statementReason } from "./scope.ts";
import type { SectionKind } from "./section-kinds.ts";
import { flatten, type Statement } from "./statement.ts";
import { isWording } from "./strength.ts";
import type { WorkItem } from "./work-item.ts";

/** Requirements that no work is for, and why. */
export interface Unplaced {
  requirement: string;
  reason: string;
  /** The statement that it is; null where the reading has none. */
  statement: Statement | null;
}

/** A requirement as the reading knows it. */
interface Wanted {
  id: string;
  area: Area;
  statement: Statement;
  /** What else stands inside of it: the second half of a sentence, the items below an item. */
  more: readonly Statement[];
}

/**
 * Gives each requirement to the work that says it. What is in scope and said by none becomes a guest of the nearest
 * work, so that nothing in scope is lost; for all the rest there is a reason.
 */
export function placeRequirements(
  work: readonly WorkItem[],
  reading: Reading,
  requirements: readonly Requirement[],
): Unplaced[] {
  const holders = holdersOf(work);
  const nearby = nearbyWork(work.filter(({ origin }) => origin !== "decision"));
  const unplaced: Unplaced[] = [];
  for (const { id, wanted } of find(reading, requirements)) {
    const reason = wanted ? place(wanted, holders, nearby, reading) : unread;
    if (reason !== null) unplaced.push({ requirement: id, reason, statement: wanted?.statement ?? null });
  }
  return unplaced;
}

const unread = "It stands in a table, in code, or behind more text than one section is read for.";
const noWork = "The spec holds no work that it could belong to.";

/** Null where it found its place, else why it has none. */
function place(
  wanted: Wanted,
  holders: ReadonlyMap<string, WorkItem>,
  nearby: (area: Area) => readonly WorkItem[],
  { lexicon }: Reading,
): string | null {
  const { id, area, statement, more } = wanted;
  const aside =
    statement.weighed || isWording(statement.text)
      ? statementReason(statement)
      : lexicon.english
        ? asideReason(statement)
        : null;
  if (aside !== null) return sectionReason(area) ?? aside;
  const holds = (said: Statement): boolean => {
    const holder = holders.get(keyOf(said)) ?? holders.get(criterionOf(said, lexicon) ?? "");
    holder?.requirements.push({ id, statement: said });
    return holder !== undefined;
  };
  // An address below an item says nothing of what the item asks for.
  const telling = more.filter(
    (said) => !said.weighed && !/^https?:\S*$/i.test(said.text) && asideReason(said) === null,
  );
  if ([statement, ...telling].filter(holds).length > 0) return null;
  const reason = statementReason(statement);
  if (reason !== null) return reason;
  const host = hostFor(wanted, nearby(area));
  if (host === null) return sectionReason(area) ?? noWork;
  if (!host.guests.some((guest) => guest.statement === statement)) host.guests.push({ statement, area });
  host.requirements.push({ id, statement });
  return null;
}

/** How alike a sentence and a piece of work must be, where its section asks for nothing by itself. */
const leastLikeness: Partial<Record<SectionKind, number>> = {
  context: 0.6,
  scenarios: 0.5,
  goals: 0.3,
  assumptions: 0.7,
};
const closed = new Set<SectionKind>(["skip", "excluded", "questions", "risks"]);

function hostFor({ area, statement }: Wanted, near: readonly WorkItem[]): WorkItem | null {
  if (closed.has(area.kind)) return null;
  const topics = topicsOf(statement.text);
  // What has to be so is built in one ticket and only checked in another.
  const likeness = (item: WorkItem) =>
    similarity(topics, item.topics) + (item.area === area ? 0.5 : 0) - (item.origin === "testing" ? 0.4 : 0);
  const best = near.reduce<WorkItem | null>(
    (most, item) => (most && likeness(most) >= likeness(item) ? most : item),
    null,
  );
  const least = isDetail(area) ? 0 : (leastLikeness[area.kind] ?? 0);
  return best && (least === 0 || (overlap(topics, best.topics) >= least && best.topics.size > 1)) ? best : null;
}

/** A scenario inside a design shows what the design has to do. */
function isDetail(area: Area): boolean {
  const parent = area.parent?.kind;
  return area.kind === "scenarios" && (parent === "plain" || parent === "requirements");
}

const mostCompared = 40;

/** For a section the work that stands nearest: of its own, of the section above, and so on up to the whole spec. */
function nearbyWork(work: readonly WorkItem[]): (area: Area) => readonly WorkItem[] {
  const below = new Map<Area | null, WorkItem[]>([[null, [...work]]]);
  for (const item of work) {
    for (const area of trailOf(item.area)) {
      const items = below.get(area);
      if (items) items.push(item);
      else below.set(area, [item]);
    }
  }
  return (area) => {
    let at: Area | null = area;
    while (at && !below.has(at)) at = at.parent;
    const items = below.get(at) ?? [];
    const next = items.findIndex((item) => item.order >= area.order);
    const middle = next < 0 ? items.length : next;
    return items.slice(Math.max(0, middle - mostCompared / 2), middle + mostCompared / 2);
  };
}

function keyOf({ start, end, text }: Statement): string {
  return `${start}:${end}:${text}`;
}

/** Who says what: by statement, and by the words of a criterion. The first to say it holds it. */
function holdersOf(work: readonly WorkItem[]): Map<string, WorkItem> {
  const holders = new Map<string, WorkItem>();
  // What is only weighed or excluded is not asked for, also where somebody has to decide on it.
  for (const item of work.filter(({ origin }) => origin !== "decision")) {
    for (const key of [...flatten(item.statements).map(keyOf), ...item.criteria]) {
      if (!holders.has(key)) holders.set(key, item);
    }
  }
  return holders;
}

function* find(
  { areas, statements }: Reading,
  requirements: readonly Requirement[],
): Generator<{ id: string; wanted: Wanted | null }> {
  const bySection = new Map(areas.map((area) => [area.section.id, area]));
  const located = new Map<Area, ReturnType<typeof locate>>();
  for (const requirement of requirements) {
    const area = bySection.get(requirement.section);
    if (area && !located.has(area)) located.set(area, locate(statements.get(area) ?? [], area.section.blocks));
    const [statement, ...more] = area ? statementsAt(located.get(area) ?? [], requirement) : [];
    yield { id: requirement.id, wanted: area && statement ? { id: requirement.id, area, statement, more } : null };
  }
}
