import { membersOf, milestoneHeading, type WorkItem } from "../finding/index.ts";
import { overlap, sameText, topicsOf } from "../grammar/index.ts";

const cues =
  /\b(?:dependent (?:up)?on|depends? (?:up)?on|depending on|blocked (?:by|on)|prerequisites?(?: is| are)?:?|requires?(?: that)?|must come after|comes after|builds? (?:up)?on|relies on|not before|(?:can|could|should|must) (?:only )?(?:start|begin|happen|follow|be (?:done|started|deployed|released|merged|enabled)) (?:only )?(?:after|once|when)|(?:once|after|as soon as)|needs)\s+([^.;:)\n]{1,140})/gi;

/** Pairs of (before, after) that the spec itself states. Order alone states nothing (TF-50). */
export function statedDependencies(work: readonly WorkItem[]): Map<WorkItem, WorkItem[]> {
  const result = new Map<WorkItem, WorkItem[]>();
  const subjects = work.map((item) => ({
    item,
    topics: topicsOf(item.title),
    heading: sameText(item.area.section.title),
  }));
  for (const item of work) {
    const before = new Set([...numbered(item, work), ...named(item, subjects), ...afterMilestone(item, work)]);
    before.delete(item);
    for (const target of before) {
      if (!reaches(result, target, item)) result.set(item, [...(result.get(item) ?? []), target]);
    }
  }
  return result;
}

function* phrasesOf(item: WorkItem): Generator<{ phrase: string; cue: string }> {
  for (const member of membersOf(item)) {
    for (const statement of member.origin === "derived" ? [] : member.statements.slice(0, 40)) {
      for (const found of statement.text.matchAll(cues)) {
        if (found[1])
          yield {
            phrase: found[1],
            cue: found[0]
              .slice(0, found[0].length - found[1].length)
              .trim()
              .toLowerCase(),
          };
      }
    }
  }
}

/** "(Dependent on 1, 4)" counts the items of its own list. */
function* numbered(item: WorkItem, work: readonly WorkItem[]): Generator<WorkItem> {
  for (const member of membersOf(item)) {
    if (member.number === null) continue;
    for (const { phrase } of phrasesOf({ ...member, covers: [] })) {
      const list =
        /^(?:(?:steps?|items?|tasks?|points?|#|no\.?) ?)?(\d{1,3}\b\??(?:(?:, ?| and | or |, maybe on | & )(?:maybe )?#?\d{1,3}\??)*)/i.exec(
          phrase,
        )?.[1];
      for (const digits of list?.match(/\d{1,3}/g) ?? []) yield* holdersOf(Number(digits), member, work);
    }
  }
}

function* holdersOf(number: number, member: WorkItem, work: readonly WorkItem[]): Generator<WorkItem> {
  for (const candidate of work) {
    if (membersOf(candidate).some((other) => other.number === number && other.area === member.area && other !== member))
      yield candidate;
  }
}

interface Named {
  item: WorkItem;
  topics: ReadonlySet<string>;
  heading: string;
}

/** "Requires the import of orders" names another ticket by its own words. */
function* named(item: WorkItem, others: readonly Named[]): Generator<WorkItem> {
  for (const { phrase, cue } of phrasesOf(item)) {
    const topics = topicsOf(
      phrase.split(/ (?:to|so that|because|which|that|is|are|has|have|before|in order) /)[0] ?? phrase,
    );
    if (topics.size < 2) continue;
    const strict = /^(?:requires?|requires? that|needs|once|after|as soon as)$/.test(cue);
    const best = bestMatch(item, others, topics, strict ? 0.85 : 0.6);
    if (best) yield best;
  }
}

function bestMatch(
  item: WorkItem,
  others: readonly Named[],
  topics: ReadonlySet<string>,
  least: number,
): WorkItem | null {
  let best: WorkItem | null = null;
  let highest = 0;
  for (const other of others) {
    if (other.item === item || other.topics.size < 2) continue;
    // Both ways: the phrase talks of that ticket, and not only of a word that both happen to use.
    const covered = [...topics].filter((topic) => other.topics.has(topic)).length / topics.size;
    const score = covered * 0.7 + overlap(topics, other.topics) * 0.3;
    if (covered >= least && score > highest) {
      best = other.item;
      highest = score;
    }
  }
  return best;
}

/** A milestone that speaks of the one before it ("reports from Alpha users") comes after that one. */
function* afterMilestone(item: WorkItem, work: readonly WorkItem[]): Generator<WorkItem> {
  if (item.origin !== "milestone" || item.milestone === null) return;
  const text = item.statements.map((statement) => statement.text).join(" ");
  for (const other of work) {
    const name = other.milestone;
    if (other === item || other.origin !== "milestone" || name === null || !milestoneHeading(name)) continue;
    if (other.order < item.order && new RegExp(`\\b${name.replace(/[^\p{L}\p{N} ]/gu, ".")}\\b`, "iu").test(text))
      yield other;
  }
}

/** Whether `from` already waits, directly or not, for `to`. */
function reaches(dependencies: ReadonlyMap<WorkItem, WorkItem[]>, from: WorkItem, to: WorkItem): boolean {
  const seen = new Set<WorkItem>();
  const open = [from];
  for (let item = open.pop(); item; item = open.pop()) {
    if (item === to) return true;
    if (seen.has(item)) continue;
    seen.add(item);
    open.push(...(dependencies.get(item) ?? []));
  }
  return false;
}
