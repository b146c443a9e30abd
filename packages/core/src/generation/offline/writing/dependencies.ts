import { type Area, membersOf, milestoneHeading, type WorkItem } from "../finding/index.ts";
import { overlap, topicsOf } from "../grammar/index.ts";

/** What waits for what, as far as the spec itself says so. */
export interface Waiting {
  /** The tickets that a ticket waits for. */
  tickets: ReadonlyMap<WorkItem, WorkItem[]>;
  /** Where one end was folded into another ticket and cannot be told apart there: who waits for what, in pairs. */
  folded: ReadonlyMap<WorkItem, Folded[]>;
}

export interface Folded {
  waits: WorkItem;
  for: WorkItem;
  /** The ticket that `for` is part of. */
  inside: WorkItem;
}

/** Order alone states nothing (TF-50). What would close a circle is left out: nobody could start. */
export function statedDependencies(work: readonly WorkItem[]): Waiting {
  const hosts = new Map(work.flatMap((ticket) => membersOf(ticket).map((piece) => [piece, ticket] as const)));
  const pieces = [...hosts.keys()].sort((left, right) => left.order - right.order);
  const tickets = new Map<WorkItem, WorkItem[]>();
  const folded = new Map<WorkItem, Folded[]>();
  for (const [piece, before] of stated(pieces)) {
    const host = hosts.get(piece);
    const inside = hosts.get(before);
    if (!host || !inside || host === inside) continue;
    if (piece !== host || before !== inside) append(folded, host, { waits: piece, for: before, inside });
    else if (!tickets.get(host)?.includes(before) && !reaches(tickets, before, host)) append(tickets, host, before);
  }
  return { tickets, folded };
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** Pairs of a piece of work and one that must be done before it, wherever each of them ended up. */
function* stated(pieces: readonly WorkItem[]): Generator<[WorkItem, WorkItem]> {
  const byNumber = numbersOf(pieces);
  const named = pieces.slice(0, mostNamed).map((item) => ({ item, topics: topicsOf(item.title) }));
  for (const piece of pieces) {
    const before = new Set([
      ...numbered(piece, byNumber),
      ...namedBy(piece, named),
      ...(piece.origin === "milestone" ? afterMilestone(piece, pieces) : []),
    ]);
    before.delete(piece);
    for (const other of before) yield [piece, other];
  }
}

/** More pieces of work than this are not looked through for a name. */
const mostNamed = 600;

const cues =
  /\b(?:dependent (?:up)?on|depends? (?:up)?on|depending on|blocked (?:by|on)|prerequisites?(?: is| are)?:?|requires?(?: that)?|must come after|comes after|builds? (?:up)?on|relies on|not before|(?:can|could|should|must) (?:only )?(?:start|begin|happen|follow|be (?:done|started|deployed|released|merged|enabled)) (?:only )?(?:after|once|when)|(?:once|after|as soon as)|needs)\s+([^.;:)\n]{1,140})/gi;

function* phrasesOf(item: WorkItem): Generator<{ phrase: string; cue: string }> {
  if (item.origin === "derived") return;
  for (const { text } of item.statements.slice(0, 40)) {
    for (const found of text.matchAll(cues)) {
      const phrase = found[1] ?? "";
      const cue = found[0].slice(0, found[0].length - phrase.length).trim();
      if (phrase !== "") yield { phrase, cue: cue.toLowerCase() };
    }
  }
}

type Numbers = ReadonlyMap<Area, ReadonlyMap<number, WorkItem>>;

function numbersOf(pieces: readonly WorkItem[]): Numbers {
  const numbers = new Map<Area, Map<number, WorkItem>>();
  for (const piece of pieces) {
    if (piece.number === null) continue;
    const own = numbers.get(piece.area) ?? new Map<number, WorkItem>();
    if (!own.has(piece.number)) own.set(piece.number, piece);
    numbers.set(piece.area, own);
  }
  return numbers;
}

const numberList =
  /^(?:(?:steps?|items?|tasks?|points?|#|no\.?) ?)?(\d{1,3}\b\??(?:(?:, ?| and | or |, maybe on | & )(?:maybe )?#?\d{1,3}\??)*)/i;

/** "(Dependent on 1, 4)" counts the items of its own list. */
function* numbered(piece: WorkItem, numbers: Numbers): Generator<WorkItem> {
  if (piece.number === null) return;
  for (const { phrase } of phrasesOf(piece)) {
    for (const digits of numberList.exec(phrase)?.[1]?.match(/\d{1,3}/g) ?? []) {
      const other = numbers.get(piece.area)?.get(Number(digits));
      if (other) yield other;
    }
  }
}

interface Named {
  item: WorkItem;
  topics: ReadonlySet<string>;
}

/** "Requires the import of orders" names another piece of work by its own words. */
function* namedBy(piece: WorkItem, others: readonly Named[]): Generator<WorkItem> {
  for (const { phrase, cue } of phrasesOf(piece)) {
    const topics = topicsOf(
      phrase.split(/ (?:to|so that|because|which|that|is|are|has|have|before|in order) /)[0] ?? phrase,
    );
    if (topics.size < 2) continue;
    const strict = /^(?:requires?|requires? that|needs|once|after|as soon as)$/.test(cue);
    const best = bestMatch(piece, others, topics, strict ? 0.85 : 0.6);
    if (best) yield best;
  }
}

function bestMatch(
  piece: WorkItem,
  others: readonly Named[],
  topics: ReadonlySet<string>,
  least: number,
): WorkItem | null {
  let best: WorkItem | null = null;
  let highest = 0;
  for (const other of others) {
    if (other.item === piece || other.topics.size < 2) continue;
    // Both ways: the phrase talks of that work, and not only of a word that both happen to use.
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
function* afterMilestone(piece: WorkItem, pieces: readonly WorkItem[]): Generator<WorkItem> {
  const text = piece.statements.map((statement) => statement.text).join(" ");
  for (const other of pieces) {
    const name = other.milestone;
    if (other === piece || other.origin !== "milestone" || name === null || !milestoneHeading(name)) continue;
    if (other.order < piece.order && new RegExp(`\\b${name.replace(/[^\p{L}\p{N} ]/gu, ".")}\\b`, "iu").test(text))
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
