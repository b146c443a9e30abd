import { membersOf, trailOf, type WorkItem } from "../finding/index.ts";
import { similarity } from "../grammar/index.ts";

/** A ticket with more requirements than this is a chapter: another that is a little further off is a better place. */
const roomy = 10;

/**
 * How well an item would stand inside another's ticket: the nearer in the spec and in words, the better. A ticket that
 * holds much already (`load` requirements) is a worse place for more.
 */
export function foldingScore(host: WorkItem, item: WorkItem, distance: number, load: number): number {
  const alike = similarity(host.topics, item.topics) * 4.5;
  const crowd = Math.max(0, load - roomy) * 0.25;
  let score = alike + 1 / (1 + distance / 3) - host.covers.length * 0.4 - load * 0.08 - crowd;
  if (host.area === item.area) score += 3.5;
  if (host.group !== null && host.group === item.group) score += 2;
  if (host.origin === item.origin) score += 0.5;
  if (host.area === item.area && host.number !== null && item.number !== null) {
    score -= Math.min(6, Math.abs(host.number - item.number)) * 0.6;
  }
  if (host.milestone !== item.milestone) score -= 1;
  return score + sharedTrail(host, item) * 0.8;
}

/** How many requirements a ticket holds. */
export function loadOf(host: WorkItem): number {
  return membersOf(host).reduce((sum, { requirements }) => sum + requirements.length, 0);
}

function sharedTrail(left: WorkItem, right: WorkItem): number {
  const leftTrail = trailOf(left.area);
  const rightTrail = trailOf(right.area);
  let shared = 0;
  while (shared < leftTrail.length && leftTrail[shared] === rightTrail[shared]) shared += 1;
  return shared;
}

export function foldInto(host: WorkItem, item: WorkItem): void {
  host.covers.push(item);
}
