/**
 * Puts each item behind the ones that it waits for, and keeps the given order wherever that leaves a choice.
 * `circle` names items that wait for each other: they have no order, and are missing from it. Empty where there is none.
 */
export function topologicalOrder(waitsFor: readonly (readonly number[])[]): { order: number[]; circle: number[] } {
  const order: number[] = [];
  const placed = new Set<number>();
  for (;;) {
    const next = waitsFor.findIndex((before, item) => !placed.has(item) && before.every((other) => placed.has(other)));
    if (next === -1) break;
    placed.add(next);
    order.push(next);
  }
  return { order, circle: findCircle(waitsFor, placed) };
}

/** Whoever could not be placed waits for another one like it, so the walk must come back to where it was. */
function findCircle(waitsFor: readonly (readonly number[])[], placed: ReadonlySet<number>): number[] {
  const walk: number[] = [];
  let item = waitsFor.findIndex((_before, candidate) => !placed.has(candidate));
  while (item !== -1 && !walk.includes(item)) {
    walk.push(item);
    item = waitsFor[item]?.find((other) => !placed.has(other)) ?? -1;
  }
  return item === -1 ? [] : walk.slice(walk.indexOf(item)).sort((a, b) => a - b);
}
