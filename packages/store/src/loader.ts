import type { Item } from "./attributes.ts";
import type { Consumed } from "./capacity.ts";
import type { Key } from "./entity.ts";

/** Reads many items in one call; the answers stand in the order of the keys. */
type ReadItems = (keys: readonly Key[]) => Promise<{ items: (Item | undefined)[]; cost: Consumed }>;

/** What one caller gets: the item, and the caller's share of what the call cost. */
export interface Loaded {
  item: Item | undefined;
  cost: Consumed;
}

export type Load = (key: Key) => Promise<Loaded>;

interface Waiting {
  key: Key;
  callers: PromiseWithResolvers<Loaded>[];
}

/**
 * Reads that are asked for in the same turn of the event loop travel in one call, each key once: under load, a call to
 * the table costs more than what it reads. Nothing is kept: who asks later reads anew.
 */
export function createLoader(read: ReadItems): Load {
  let waiting = new Map<string, Waiting>();

  const flush = async () => {
    const batch = [...waiting.values()];
    waiting = new Map();
    const callers = batch.flatMap((entry) => entry.callers);
    try {
      const { items, cost } = await read(batch.map(({ key }) => key));
      const share = shareOf(cost, callers.length);
      batch.forEach((entry, position) => {
        for (const caller of entry.callers) caller.resolve({ item: items[position], cost: share });
      });
    } catch (cause) {
      for (const caller of callers) caller.reject(cause);
    }
  };

  return (key) => {
    // After what the sockets have brought in this turn: only then has every concurrent request asked.
    if (waiting.size === 0) setImmediate(flush);
    const name = `${key.pk} ${key.sk}`;
    const entry = waiting.get(name) ?? { key, callers: [] };
    waiting.set(name, entry);
    const caller = Promise.withResolvers<Loaded>();
    entry.callers.push(caller);
    return caller.promise;
  };
}

function shareOf({ requests, readUnits, writeUnits }: Consumed, callers: number): Consumed {
  return { requests: requests / callers, readUnits: readUnits / callers, writeUnits: writeUnits / callers };
}
