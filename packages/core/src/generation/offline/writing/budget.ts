import { type Lexicon, membersOf, type WorkItem } from "../finding/index.ts";
import { foldInto, foldingScore, loadOf } from "./folding.ts";
import { shareFullest } from "./sharing.ts";
import { makeSplitter } from "./splitting.ts";

/** More items than this are thinned out first, so that the choice of the best host stays cheap. */
const mostCompared = 160;

/** How many pieces of work there may be, and how many there must be. */
export interface Span {
  least: number;
  most: number;
}

/**
 * As many pieces of work as asked for, where that can be done honestly: the least are folded, the fullest are shared out,
 * and below `least` the largest are split and followed by the steps that every piece of work needs anyway.
 */
export function fitTo(work: readonly WorkItem[], { least, most }: Span, lexicon: Lexicon): WorkItem[] {
  const fitted = folded(work.map(copyOf), most);
  grow(fitted, most, (items) => shareFullest(items, most - items.length, lexicon));
  grow(fitted, least, makeSplitter(fitted, lexicon));
  return fitted;
}

function grow(work: WorkItem[], count: number, next: (work: WorkItem[]) => WorkItem | null): void {
  while (work.length < count) {
    const more = next(work);
    if (!more) return;
    work.push(more);
    work.sort((left, right) => left.order - right.order);
  }
}

/** Fitting folds and splits: another try must find the work as it was. */
function copyOf(item: WorkItem): WorkItem {
  return { ...item, covers: [...item.covers], beyond: [] };
}

function folded(work: readonly WorkItem[], count: number): WorkItem[] {
  const items = thinned(work, Math.max(count, mostCompared));
  const loads = new Map(items.map((item) => [item, loadOf(item)]));
  const weights = new Map(items.map((item) => [item, weightOf(item)]));
  const weight = (item: WorkItem): number => weights.get(item) ?? 0;
  while (items.length > count) {
    const least = items.reduce((lowest, item) => (weight(item) < weight(lowest) ? item : lowest));
    const at = items.indexOf(least);
    items.splice(at, 1);
    const own = loads.get(least) ?? 0;
    const scores = items.map((item, index) =>
      foldingScore(item, least, Math.abs(index - at), (loads.get(item) ?? 0) + own),
    );
    const host = items[scores.indexOf(Math.max(...scores))];
    if (!host) return [least];
    foldInto(host, least);
    loads.set(host, (loads.get(host) ?? 0) + own);
    weights.set(host, weightOf(host));
  }
  return items;
}

/** Folded work counts a little: a host of many is not the least any more. */
function weightOf(item: WorkItem): number {
  return item.value + (membersOf(item).length - 1) * 0.6;
}

/** Very long lists become runs of neighbours: first inside of their sections, then across them. */
function thinned(work: readonly WorkItem[], limit: number): WorkItem[] {
  const inside = inRuns(work, limit, (host, item) => host.area === item.area);
  return inRuns(inside, limit, () => true);
}

function inRuns(
  work: readonly WorkItem[],
  limit: number,
  together: (host: WorkItem, item: WorkItem) => boolean,
): WorkItem[] {
  if (work.length <= limit) return [...work];
  const run = Math.ceil(work.length / limit);
  const hosts: WorkItem[] = [];
  let taken = 0;
  for (const item of work) {
    const host = hosts.at(-1);
    if (host && taken < run && together(host, item)) {
      foldInto(host, item);
      taken += 1;
    } else {
      hosts.push(item);
      taken = 1;
    }
  }
  return hosts;
}
