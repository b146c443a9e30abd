import { type Area, trailOf, type WorkItem } from "../finding/index.ts";

/** Tickets that belong under one epic, and what holds them together. */
export interface EpicGroup {
  /** The section that they share; null for the whole document. */
  area: Area | null;
  /** The list item that they share; null where there is none. */
  label: string | null;
  items: WorkItem[];
}

/** At most `limit` groups of two tickets and more, along the document's structure. */
export function epicGroups(work: readonly WorkItem[], limit: number): EpicGroup[] {
  if (limit < 1 || work.length < 2) return [];
  const whole: EpicGroup = { area: null, label: null, items: [...work] };
  if (limit === 1) return [whole];
  const groups = divide(whole, 0, work.length).filter((group) => group.items.length > 1);
  if (groups.length < 2) return [whole];
  const chosen = [...groups].sort((left, right) => right.items.length - left.items.length).slice(0, limit);
  return withRest(chosen.map(narrowed), work, limit).sort((left, right) => firstOrder(left) - firstOrder(right));
}

/** The innermost heading that all tickets of a group stand under. */
function narrowed(group: EpicGroup): EpicGroup {
  if (group.area === null || group.label !== null) return group;
  const trails = group.items.map((item) => trailOf(item.area));
  let area = group.area;
  for (let depth = trailOf(area).length; ; depth += 1) {
    const next = trails[0]?.[depth];
    if (!next || trails.some((trail) => trail[depth] !== next)) return { ...group, area };
    area = next;
  }
}

function firstOrder(group: EpicGroup): number {
  return group.items[0]?.order ?? 0;
}

/** Tickets of small sections share the epic of the whole document, where a place is left for it. */
function withRest(chosen: EpicGroup[], work: readonly WorkItem[], limit: number): EpicGroup[] {
  const taken = new Set(chosen.flatMap((group) => group.items));
  const rest = work.filter((item) => !taken.has(item));
  if (rest.length < 2 || chosen.length >= limit) return chosen;
  return [...chosen, { area: null, label: null, items: rest }];
}

/** Splits a group that holds most of the work by the next heading down, or by its list's own headings. */
function divide(group: EpicGroup, depth: number, total: number): EpicGroup[] {
  if (group.items.length < Math.max(4, total * 0.5) || depth > 5) return [group];
  const byArea = Map.groupBy(group.items, (item) => trailOf(item.area)[depth] ?? item.area);
  if (byArea.size === 1) {
    const [area] = [...byArea.keys()];
    const deeper = group.items.some((item) => trailOf(item.area).length > depth + 1);
    const inner: EpicGroup = { area: area ?? null, label: null, items: group.items };
    return deeper ? divide(inner, depth + 1, total) : byLabel(inner);
  }
  const parts = [...byArea].map(([area, items]): EpicGroup => ({ area, label: null, items }));
  const divided = parts.flatMap((part) => divide(part, depth + 1, total));
  return divided.filter((part) => part.items.length > 1).length >= 2 ? divided : [group];
}

function byLabel(group: EpicGroup): EpicGroup[] {
  const labels = Map.groupBy(group.items, (item) => item.group);
  if (labels.size < 2) return [group];
  return [...labels].map(([label, items]): EpicGroup => ({ area: group.area, label, items }));
}
