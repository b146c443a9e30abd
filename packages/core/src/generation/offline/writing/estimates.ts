import type { WorkItem } from "../finding/index.ts";

const scale = [1, 2, 3, 5, 8, 13] as const;
/** Effort up to which each value of the scale reaches. */
const ceilings = [1.2, 2.4, 4.2, 7, 11] as const;

const heavy =
  /\b(?:migrat|architect|encrypt|security|distributed|protocol|concurren|backward|compatib|performance|scal(?:e|ability)|integrat|infrastructure|pipeline|refactor|rewrite|replicat|algorithm|scheduler)\w*/i;
const light = /^(?:document|update|rename|remove|announce|link|write|publish|choose|select|confirm|drop)\b/i;

/**
 * Story points: one for the work itself, half for each criterion, a share for each thing that the spec says about it
 * or that was folded in, more for words that mean trouble, less for papers and small changes.
 */
export function storyPoints(item: WorkItem): number {
  const said = item.statements.filter((statement) => statement.strength >= 1).length;
  let effort = 0.8 + Math.min(item.criteria.length, 8) * 0.45 + Math.min(said, 12) * 0.15 + item.covers.length * 0.8;
  if (heavy.test(item.title)) effort *= 1.5;
  if (light.test(item.title)) effort *= 0.6;
  const place = ceilings.findIndex((ceiling) => effort <= ceiling);
  return scale[place < 0 ? scale.length - 1 : place] ?? 13;
}
