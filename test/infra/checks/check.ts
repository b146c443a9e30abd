import type { Stack } from "../support/stack.ts";

/** A promise about the infrastructure. `find` names what breaks it; an empty list means that it is kept. */
export interface Check {
  name: string;
  find(stack: Stack): string[];
}

/** A check that asks one yes-or-no question of each item. */
export function each<Item extends { logicalName: string }>(
  name: string,
  list: (stack: Stack) => readonly Item[],
  holds: (item: Item, stack: Stack) => boolean,
): Check {
  return {
    name,
    find: (stack) => list(stack).flatMap((item) => (holds(item, stack) ? [] : [item.logicalName])),
  };
}
