import type { Table } from "./calls.ts";
import { type Partition, queryItems, skNameOf } from "./reads.ts";

/**
 * A sorted list of positions, each once, read from the front. `advance` skips everything before a position, without
 * reading it where that is far: so two lists are intersected at the cost of what they share and not of what they hold.
 */
export interface PositionList {
  peek(): Promise<string | undefined>;
  next(): Promise<string | undefined>;
  advance(to: string): Promise<void>;
}

export type Direction = "ascending" | "descending";

/** What all lists of one request may read together, beyond the first page of each. */
export interface ReadBudget {
  pages: number;
}

interface Read {
  direction: Direction;
  /** Inclusive. */
  start: string | undefined;
  pageSize: number;
  budget: ReadBudget;
}

/** For each field that narrows a list, the partitions of its values: what stands in one partition of every field. */
export function positionsIn(table: Table, fields: readonly (readonly Partition[])[], read: Read): PositionList {
  const lists = fields.map((partitions) => {
    const values = partitions.map((partition) => partitionList(table, partition, read));
    return onlyOne(values) ?? unionOf(values, read.direction);
  });
  return onlyOne(lists) ?? intersectionOf(lists, read);
}

function onlyOne(lists: readonly PositionList[]): PositionList | undefined {
  return lists.length === 1 ? lists[0] : undefined;
}

/** The positions of one partition from `start` on (inclusive). */
export function partitionList(table: Table, partition: Partition, options: Read): PositionList {
  const { direction, pageSize, budget } = options;
  const skName = skNameOf(partition.index);
  const open = (from: string | undefined) =>
    queryItems(table, {
      ...partition,
      ...(direction === "descending" ? { to: from, newestFirst: true } : { from }),
      pageSize,
    });
  let source = open(options.start);
  let buffer: string[] = [];
  let isDone = false;
  let isFirst = true;

  const fill = async (): Promise<void> => {
    if (isDone) return;
    if (!isFirst) budget.pages -= 1;
    isFirst = false;
    while (buffer.length < pageSize) {
      const { value, done } = await source.next();
      if (done) {
        isDone = true;
        return;
      }
      buffer.push(String(value[skName]));
    }
  };
  const peek = async () => {
    if (buffer.length === 0) await fill();
    return buffer[0];
  };
  return {
    peek,
    next: async () => {
      await peek();
      return buffer.shift();
    },
    advance: async (to) => {
      const from = buffer.findIndex((position) => !isBefore(position, to, direction));
      buffer = from === -1 ? [] : buffer.slice(from);
      // The page after this one may begin far before: the read starts anew, where it is needed.
      if (buffer.length === 0 && !isDone) source = open(to);
    },
  };
}

/** What stands in any of the lists. */
export function unionOf(lists: readonly PositionList[], direction: Direction): PositionList {
  const peek = async () => {
    const heads = await Promise.all(lists.map((list) => list.peek()));
    return heads.reduce((first, head) => {
      if (first === undefined || head === undefined) return first ?? head;
      return isBefore(head, first, direction) ? head : first;
    }, undefined);
  };
  return {
    peek,
    next: async () => {
      const first = await peek();
      await Promise.all(lists.map(async (list) => ((await list.peek()) === first ? list.next() : undefined)));
      return first;
    },
    advance: (to) => advanceAll(lists, to),
  };
}

/**
 * What stands in all of the lists. Once the budget is spent, what comes first in the list that is furthest: nothing
 * before it stands in all of them, and whoever looks at its row finds out whether it does.
 */
export function intersectionOf(
  lists: readonly PositionList[],
  { direction, budget }: { direction: Direction; budget: ReadBudget },
): PositionList {
  const peek = async (): Promise<string | undefined> => {
    for (;;) {
      const heads = (await Promise.all(lists.map((list) => list.peek()))).filter((head) => head !== undefined);
      if (heads.length < lists.length) return undefined;
      const furthest = heads.reduce((last, head) => (isBefore(last, head, direction) ? head : last));
      if (budget.pages <= 0 || heads.every((head) => head === furthest)) return furthest;
      await advanceAll(lists, furthest);
    }
  };
  return {
    peek,
    next: async () => {
      const first = await peek();
      if (first !== undefined) {
        await advanceAll(lists, first);
        await Promise.all(lists.map(async (list) => ((await list.peek()) === first ? list.next() : undefined)));
      }
      return first;
    },
    advance: (to) => advanceAll(lists, to),
  };
}

async function advanceAll(lists: readonly PositionList[], to: string): Promise<void> {
  await Promise.all(lists.map((list) => list.advance(to)));
}

function isBefore(a: string, b: string, direction: Direction): boolean {
  return direction === "descending" ? a > b : a < b;
}
