import { criteriaOf, flatten, type Lexicon, makeWorkItem, statementTitle, type WorkItem } from "../finding/index.ts";
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
 * Takes the second half of the fullest item out as work of its own, named by the first of its requirements that makes a
 * title. Null where no item is too full, or none of its halves has a name.
 */
export function halveFullest(work: readonly WorkItem[], lexicon: Lexicon): WorkItem | null {
  const full = work
    .filter(({ requirements, origin }) => requirements.length > mostRequirements && origin !== "decision")
    .sort((left, right) => right.requirements.length - left.requirements.length);
  const taken = new Set(work.map(({ title }) => sameText(title)));
  for (const item of full) {
    const half = secondHalf(item, taken, lexicon);
    if (half) return half;
  }
  return null;
}

/** Where so many sentences make no title, the next will not either. */
const mostTried = 20;

function secondHalf(item: WorkItem, taken: ReadonlySet<string>, lexicon: Lexicon): WorkItem | null {
  const ordered = [...item.requirements].sort((left, right) => left.statement.start - right.statement.start);
  const middle = Math.ceil(ordered.length / 2);
  for (let from = middle; from < Math.min(middle + mostTried, ordered.length - 2); from += 1) {
    const lead = ordered[from]?.statement;
    const choice = lead ? statementTitle(lead, lexicon) : null;
    if (!lead || !choice || choice.score < 0.3 || topicsOf(choice.text).size < 2) continue;
    if (taken.has(sameText(choice.text))) continue;
    const moved = new Set(ordered.slice(from).map(({ statement }) => statement));
    const statements = item.statements.filter((statement) => flatten([statement]).some((said) => moved.has(said)));
    const half = makeWorkItem({
      ...item,
      title: choice.text,
      order: item.order + from / 1e6,
      lead,
      statements,
      criteria: criteriaOf(statements, lexicon),
      guests: item.guests.filter(({ statement }) => moved.has(statement)),
      requirements: item.requirements.filter(({ statement }) => moved.has(statement)),
      covers: [],
      topics: topicsOf(`${choice.text} ${lead.text}`),
      start: lead.start,
    });
    release(item, half, moved);
    return half;
  }
  return null;
}

function release(item: WorkItem, half: WorkItem, moved: ReadonlySet<unknown>): void {
  const gone = new Set(half.statements);
  const named = new Set(half.criteria);
  item.statements = item.statements.filter((statement) => statement === item.lead || !gone.has(statement));
  item.criteria = item.criteria.filter((criterion) => !named.has(criterion));
  item.guests = item.guests.filter(({ statement }) => !moved.has(statement));
  item.requirements = item.requirements.filter(({ statement }) => !moved.has(statement));
}
