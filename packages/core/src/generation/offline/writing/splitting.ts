import {
  criteriaOf,
  flatten,
  type Lexicon,
  lowerFirst,
  makeWorkItem,
  type Statement,
  statementTitle,
  toTitle,
  type WorkItem,
} from "../finding/index.ts";
import { sameText, topicsOf } from "../grammar/index.ts";
import { decisionSteps } from "./decision-steps.ts";
import { derived, lifecycleLength, lifecycleStep } from "./lifecycle.ts";

/**
 * Answers one more piece of work at a time: first single demands of the largest item, then the
 * tests, decisions and documentation that every piece of work needs anyway. Nothing where all is used up.
 */
export function makeSplitter(base: readonly WorkItem[], lexicon: Lexicon): (work: WorkItem[]) => WorkItem | null {
  const used = new Set(base.map((item) => sameText(item.title)));
  const parts = new Map(base.map((item) => [item, partsOf(item, lexicon)]));
  let follow: Generator<WorkItem> | null = null;
  const take = (work: readonly WorkItem[]): Part | null => {
    const [host, queue] = largest(parts);
    if (host) return partFrom(host, queue.shift());
    follow ??= followUps([...work], lexicon);
    return partFrom(null, follow.next().value ?? undefined);
  };
  return (work) => {
    let part = take(work);
    while (part && used.has(sameText(part.item.title))) part = take(work);
    if (!part) return null;
    used.add(sameText(part.item.title));
    if (part.host) release(part.host, part.item);
    return part.item;
  };
}

interface Part {
  /** The item that the part came out of; null where it comes beside all of them. */
  host: WorkItem | null;
  item: WorkItem;
}

function partFrom(host: WorkItem | null, item: WorkItem | undefined): Part | null {
  return item ? { host, item } : null;
}

function largest(parts: ReadonlyMap<WorkItem, WorkItem[]>): [WorkItem | null, WorkItem[]] {
  let host: WorkItem | null = null;
  let queue: WorkItem[] = [];
  for (const [item, own] of parts) {
    if (own.length > queue.length) {
      host = item;
      queue = own;
    }
  }
  return [host, queue];
}

/** The host no longer asks for what has a ticket of its own. */
function release(host: WorkItem, part: WorkItem): void {
  const gone = new Set(part.criteria.map(sameText));
  host.criteria = host.criteria.filter((criterion) => !gone.has(sameText(criterion)));
  const moved = new Set(flatten(part.statements));
  host.statements = host.statements.filter((statement) => !moved.has(statement));
  host.guests = host.guests.filter(({ statement }) => !moved.has(statement));
  part.requirements = host.requirements.filter(({ statement }) => moved.has(statement));
  host.requirements = host.requirements.filter(({ statement }) => !moved.has(statement));
}

function partsOf(item: WorkItem, lexicon: Lexicon): WorkItem[] {
  // What a decision is about is not to be built yet.
  if (item.origin === "decision") return [];
  const own = [...item.statements, ...item.guests.map(({ statement }) => statement)];
  const candidates = own.filter(
    (statement) => statement !== item.lead && statement.strength >= 0.5 && statement.core.length > 16,
  );
  return candidates.slice(0, 60).flatMap((statement, index) => {
    const choice = statementTitle(statement, lexicon);
    if (!choice || choice.score < 0.12 || topicsOf(choice.text).size < 2) return [];
    return [partItem(item, statement, choice.text, index, lexicon)];
  });
}

function partItem(item: WorkItem, statement: Statement, title: string, index: number, lexicon: Lexicon): WorkItem {
  return makeWorkItem({
    title,
    origin: item.origin,
    area: item.area,
    order: item.order + (index + 1) / 1_000_000,
    lead: statement,
    statements: [statement, ...statement.children],
    criteria: criteriaOf([statement, ...statement.children], lexicon),
    milestone: item.milestone,
    priority: statement.priority ?? item.priority,
    group: item.group,
    value: 1 + statement.strength,
    start: statement.start,
    end: statement.end,
  });
}

/** The steps of each piece of work's life, one step of all before the next step of any. */
function* followUps(base: readonly WorkItem[], lexicon: Lexicon): Generator<WorkItem> {
  const built = base
    .filter(({ origin }) => origin !== "testing" && origin !== "derived" && origin !== "decision")
    .sort((left, right) => right.value - left.value);
  for (const item of base.filter(({ origin }) => origin === "decision")) yield* decisionSteps(item);
  for (let step = 0; step < lifecycleLength(lexicon); step += 1) {
    for (const item of built) {
      const found = lifecycleStep(item, step, lexicon);
      if (found) yield found;
    }
    // Once every piece of work is tested, each of its criteria is worth a check of its own.
    if (step === 0) for (const item of built) yield* proofs(item, lexicon);
  }
}

/** Each criterion as a piece of work: to show it. */
function* proofs(item: WorkItem, lexicon: Lexicon): Generator<WorkItem> {
  if (!lexicon.english) return;
  for (const [index, criterion] of item.criteria.slice(0, 8).entries()) {
    const fact = lowerFirst(criterion.replace(/\.$/, ""), lexicon);
    const title = toTitle(`verify that ${fact}`);
    const shown = `A recorded run on a test system shows that ${fact}.`;
    if (topicsOf(title).size > 1) yield derived(item, title, [shown], (index + 1) / 100_000_000);
  }
}
