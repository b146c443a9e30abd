import type { Lexicon, WorkItem } from "../finding/index.ts";
import { foldInto, foldingScore } from "./folding.ts";
import { makeSplitter } from "./splitting.ts";

/** More items than this are thinned out first, so that the choice of the best host stays cheap. */
const mostCompared = 160;

/** Exactly `count` pieces of work where that can be done honestly: the least are folded, the largest are split. */
export function fitTo(work: readonly WorkItem[], count: number, lexicon: Lexicon): WorkItem[] {
  const fitted = work.length > count ? folded(work, count) : [...work];
  const split = makeSplitter(fitted, lexicon);
  while (fitted.length < count) {
    const more = split(fitted);
    if (!more) break;
    fitted.push(more);
    fitted.sort((left, right) => left.order - right.order);
  }
  return fitted;
}

function folded(work: readonly WorkItem[], count: number): WorkItem[] {
  const items = thinned(work, Math.max(count, mostCompared));
  while (items.length > count) {
    const least = items.reduce((lowest, item) => (weight(item) < weight(lowest) ? item : lowest));
    const at = items.indexOf(least);
    items.splice(at, 1);
    const host = items.reduce(
      (best, item, index) => {
        const score = foldingScore(item, least, Math.abs(index - at));
        return score > best.score ? { item, score } : best;
      },
      { item: items[0] as WorkItem, score: Number.NEGATIVE_INFINITY },
    ).item;
    foldInto(host, least);
  }
  return items;
}

/** Folded work counts a little: a host of many is not the least any more. */
function weight(item: WorkItem): number {
  return item.value + item.covers.length * 0.6;
}

/** Very long lists become runs of neighbours. */
function thinned(work: readonly WorkItem[], limit: number): WorkItem[] {
  const items = work.map((item) => ({ ...item, covers: [...item.covers] }));
  if (items.length <= limit) return items;
  const run = Math.ceil(items.length / limit);
  const hosts: WorkItem[] = [];
  let taken = 0;
  for (const item of items) {
    const host = hosts.at(-1);
    if (host && taken < run && host.area === item.area) {
      foldInto(host, item);
      taken += 1;
    } else {
      hosts.push(item);
      taken = 1;
    }
  }
  return hosts.length < items.length && hosts.length > limit * 2 ? thinned(hosts, limit) : hosts;
}
