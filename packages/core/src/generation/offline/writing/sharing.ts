import {
  criteriaOf,
  flatten,
  isScenario,
  itemTitle,
  type Lexicon,
  makeWorkItem,
  type Statement,
  statementTitle,
  type WorkItem,
} from "../finding/index.ts";
import { sameText, topicsOf } from "../grammar/index.ts";

/** A ticket with more requirements than this is read by nobody. */
const mostRequirements = 12;

/** How many more tickets it takes until none holds too many requirements. */
export function surplusOf(work: readonly WorkItem[]): number {
  return work.reduce(
    (sum, { requirements }) => sum + Math.max(0, Math.ceil(requirements.length / mostRequirements) - 1),
    0,
  );
}

/**
 * Takes the last share of the fullest item out as work of its own, named by the first of its requirements that makes a
 * title. There is `room` for so many more tickets, which the full items share by what they hold. Null where no item is
 * too full, or none of the shares has a name.
 */
export function shareFullest(work: readonly WorkItem[], room: number, lexicon: Lexicon): WorkItem | null {
  const full = work
    .filter(({ requirements, origin }) => requirements.length > mostRequirements && origin !== "decision")
    .sort((left, right) => right.requirements.length - left.requirements.length);
  const taken = new Set(work.map(({ title }) => sameText(title)));
  const total = full.reduce((sum, { requirements }) => sum + requirements.length, 0);
  for (const item of full) {
    const share = lastShare(item, { size: shareOf(item, room / total), taken }, lexicon);
    if (share) return share;
  }
  return null;
}

/** How many requirements a ticket gets, when the item's requirements are spread evenly over its tickets. */
function shareOf({ requirements: { length } }: WorkItem, roomEach: number): number {
  const tickets = 1 + Math.max(1, Math.floor(roomEach * length));
  return Math.floor(length / Math.min(tickets, Math.ceil(length / mostRequirements)));
}

/** Where so many sentences make no title, the next will not either. */
const mostTried = 20;

function lastShare(
  item: WorkItem,
  { size, taken }: { size: number; taken: ReadonlySet<string> },
  lexicon: Lexicon,
): WorkItem | null {
  const ordered = [...item.requirements].sort((left, right) => left.statement.start - right.statement.start);
  const first = ordered.length - size;
  for (let from = first; from < Math.min(first + mostTried, ordered.length - 2); from += 1) {
    const lead = ordered[from]?.statement;
    const title = lead ? shareTitle(lead, lexicon) : null;
    if (!lead || title === null || topicsOf(title).size < 2 || taken.has(sameText(title))) continue;
    const moved = new Set(ordered.slice(from).map(({ statement }) => statement));
    const statements = item.statements.filter((statement) => flatten([statement]).some((said) => moved.has(said)));
    const share = makeWorkItem({
      ...item,
      title,
      order: item.order + from / 1e6,
      lead,
      statements,
      criteria: criteriaOf(statements, lexicon),
      guests: item.guests.filter(({ statement }) => moved.has(statement)),
      requirements: item.requirements.filter(({ statement }) => moved.has(statement)),
      covers: [],
      topics: topicsOf(`${title} ${lead.text}`),
      start: lead.start,
    });
    release(item, share, moved);
    return share;
  }
  return null;
}

/** A scenario is named by what comes of it. */
function shareTitle(lead: Statement, lexicon: Lexicon): string | null {
  if (isScenario(lead.text)) return itemTitle(lead, lexicon);
  const choice = statementTitle(lead, lexicon);
  return choice && choice.score >= 0.3 ? choice.text : null;
}

function release(item: WorkItem, share: WorkItem, moved: ReadonlySet<unknown>): void {
  const gone = new Set(share.statements);
  const named = new Set(share.criteria);
  item.statements = item.statements.filter((statement) => statement === item.lead || !gone.has(statement));
  item.criteria = item.criteria.filter((criterion) => !named.has(criterion));
  item.guests = item.guests.filter(({ statement }) => !moved.has(statement));
  item.requirements = item.requirements.filter(({ statement }) => !moved.has(statement));
}
