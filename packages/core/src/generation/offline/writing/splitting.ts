import {
  criterionOf,
  cutAtWord,
  type Lexicon,
  lowerFirst,
  makeWorkItem,
  type Statement,
  statementTitle,
  titleLimit,
  toTitle,
  type WorkItem,
} from "../finding/index.ts";
import { gerund, isVerb, sameText, topicsOf } from "../grammar/index.ts";

/**
 * Answers one more piece of work at a time: first folded work comes out again, then single demands of the largest
 * item, then the tests and the documentation that every piece of work needs anyway. Nothing where all is used up.
 */
export function makeSplitter(base: readonly WorkItem[], lexicon: Lexicon): (work: WorkItem[]) => WorkItem | null {
  const used = new Set(base.map((item) => sameText(item.title)));
  const parts = new Map(base.map((item) => [item, partsOf(item, lexicon)]));
  let follow: WorkItem[] | null = null;
  const take = (work: readonly WorkItem[]): Part | null => {
    const [host, queue] = largest(parts);
    if (host) return partFrom(host, queue.shift());
    follow ??= followUps(work, lexicon);
    return partFrom(null, follow.shift());
  };
  return (work) => {
    let part = take(work);
    while (part && used.has(sameText(part.item.title))) part = take(work);
    if (!part) return null;
    used.add(sameText(part.item.title));
    if (part.host) release(part.host, part.item, work);
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

/** The host no longer asks for what has a ticket of its own, as long as something is left to ask. */
function release(host: WorkItem, part: WorkItem, work: WorkItem[]): void {
  const at = work.indexOf(host);
  const gone = new Set(part.criteria.map(sameText));
  const left = host.criteria.filter((criterion) => !gone.has(sameText(criterion)));
  if (at >= 0 && left.length > 0) host.criteria = left;
}

function partsOf(item: WorkItem, lexicon: Lexicon): WorkItem[] {
  const candidates = item.statements.filter(
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
    criteria: [criterionOf(statement, lexicon), ...statement.children.map((child) => criterionOf(child, lexicon))],
    milestone: item.milestone,
    priority: statement.priority ?? item.priority,
    group: item.group,
    value: 1 + statement.strength,
    start: statement.start,
    end: statement.end,
  });
}

function followUps(base: readonly WorkItem[], lexicon: Lexicon): WorkItem[] {
  if (!lexicon.english) return base.map(plainTest);
  const built = base
    .filter((item) => item.origin !== "testing" && item.origin !== "derived")
    .sort((left, right) => right.value - left.value);
  const tests = built.map((item) => followUp(item, "test", 0.5));
  const guides = built.map((item) => followUp(item, "document", 0.6));
  const proofs = built.flatMap((item) =>
    item.criteria.slice(0, 8).map((criterion, index) => proof(item, criterion, index, lexicon)),
  );
  return [...tests, ...guides, ...proofs].flatMap((item) => (item ? [item] : []));
}

/** One criterion as a piece of work: to show it. */
function proof(item: WorkItem, criterion: string, index: number, lexicon: Lexicon): WorkItem | null {
  const fact = lowerFirst(criterion.replace(/\.$/, ""), lexicon);
  const title = toTitle(`verify that ${fact}`);
  if (topicsOf(title).size < 2) return null;
  return derived(item, title, [`A recorded run on a test system shows that ${fact}.`], (index + 1) / 100_000_000);
}

function derived(item: WorkItem, title: string, criteria: string[], offset: number): WorkItem {
  const { area, statements, milestone, start, end } = item;
  return makeWorkItem({
    title,
    origin: "derived",
    area,
    order: item.order + offset,
    statements,
    criteria,
    milestone,
    value: 1,
    start,
    end,
  });
}

/** "Test:" is understood in every language; more words of ours would not be. */
function plainTest(item: WorkItem): WorkItem {
  return derived(item, cutAtWord(`Test: ${item.title}`, titleLimit), [`✓ ${item.title}`], 0.5 / 10_000_000);
}

/** "Persist the pins" -> "Test persisting the pins". */
function followUp(item: WorkItem, verb: "test" | "document", offset: number): WorkItem | null {
  const [first = "", ...rest] = item.title.split(" ");
  if (!isVerb(first) || /^(?:test|document|verify|validate|write|do)$/i.test(first)) return null;
  const work = `${gerund(first.toLowerCase())} ${rest.join(" ")}`;
  const criterion =
    verb === "test"
      ? `Automated tests cover ${work} and fail when its behaviour breaks.`
      : `A reader of the documentation can follow ${work} without asking the team.`;
  const shown = verb === "test" ? item.criteria.slice(0, 2).map((text) => `A test shows: ${text}`) : [];
  return derived(item, toTitle(`${verb} ${work}`), [criterion, ...shown], offset / 10_000_000);
}
