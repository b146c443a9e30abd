import { isVerb, gerund } from "./verbs.ts";
import type { Lexicon } from "./lexicon.ts";
import { criterionOf } from "./criteria.ts";
import type { Statement } from "./statement.ts";
import { statementTitle } from "./titles.ts";
import { toTitle } from "./title-text.ts";
import { sameText, topicsOf } from "./words.ts";
import { makeWorkItem, type WorkItem } from "./work-item.ts";

/**
 * Answers one more piece of work at a time: first folded work comes out again, then single demands of the largest
 * item, then the tests and the documentation that every piece of work needs anyway. Nothing where all is used up.
 */
export function makeSplitter(base: readonly WorkItem[], lexicon: Lexicon): (work: WorkItem[]) => WorkItem | null {
  const used = new Set(base.map((item) => sameText(item.title)));
  const parts = new Map(base.map((item) => [item, partsOf(item, lexicon)]));
  let follow: WorkItem[] | null = null;
  return (work) => {
    for (;;) {
      const [host, queue] = largest(parts);
      if (!host) follow ??= followUps(work, lexicon);
      const next = host ? queue.shift() : follow?.shift();
      if (!next) {
        if (!host) return null;
        continue;
      }
      if (used.has(sameText(next.title))) continue;
      used.add(sameText(next.title));
      if (host) release(host, next, work);
      return next;
    }
  };
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
  const candidates = item.statements.filter((statement) => statement !== item.lead && statement.strength >= 0.5 && statement.core.length > 16);
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
  if (!lexicon.english) return [];
  const built = base.filter((item) => item.origin !== "testing" && item.origin !== "derived").sort((left, right) => right.value - left.value);
  const tests = built.map((item) => followUp(item, "test", 0.5));
  const guides = built.map((item) => followUp(item, "document", 0.6));
  return [...tests, ...guides].flatMap((item) => (item ? [item] : []));
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
  return makeWorkItem({
    title: toTitle(`${verb} ${work}`),
    origin: "derived",
    area: item.area,
    order: item.order + offset / 10_000_000,
    statements: item.statements,
    criteria: [criterion, ...(verb === "test" ? item.criteria.slice(0, 2).map((text) => `A test shows: ${text}`) : [])],
    milestone: item.milestone,
    value: 1,
    start: item.start,
    end: item.end,
  });
}
