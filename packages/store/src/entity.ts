import type * as z from "zod";
import type { Item } from "./attributes.ts";
import { type IndexName, ttlAttribute } from "./table.ts";

export interface Key {
  pk: string;
  sk: string;
}

export type EntityKeys = Key &
  Partial<Record<IndexName, Key>> & {
    /** From then on nobody may see the item, and the table may drop it. */
    purgeAt?: string;
  };

/** One kind of item: how a value becomes an item, and back. */
export interface Entity<Value> {
  toItem(value: Value): Item;
  fromItem(item: Item): Value;
  /** Whether an item of the table is of this kind. */
  matches(item: Item): boolean;
}

/**
 * Keys are computed anew on every write and the whole item is replaced, so an index key whose reason is gone is gone
 * too. Values are parsed on the way in and on the way out.
 */
export function defineEntity<Schema extends z.ZodObject>(definition: {
  name: string;
  schema: Schema;
  keys(value: z.infer<Schema>): EntityKeys;
}): Entity<z.infer<Schema>> {
  const { name, schema, keys } = definition;
  return {
    toItem: (value) => ({ ...schema.parse(value), ...keyAttributes(keys(value)), entity: name }),
    fromItem: (item) => schema.parse(item),
    matches: ({ entity }) => entity === name,
  };
}

/** The key of an item that was read. */
export function keyOf({ pk, sk }: Item): Key {
  return { pk: String(pk), sk: String(sk) };
}

function keyAttributes(keys: EntityKeys): Item {
  const { pk, sk, purgeAt, ...indexes } = keys;
  const attributes: Item = { pk, sk };
  for (const [index, key] of Object.entries(indexes)) {
    attributes[`${index}pk`] = key.pk;
    attributes[`${index}sk`] = key.sk;
  }
  if (purgeAt !== undefined) attributes[ttlAttribute] = epochSeconds(purgeAt);
  return attributes;
}

/** A time as the table's TTL counts it. Rounded up: no item goes before its time. */
export function epochSeconds(at: string): number {
  return Math.ceil(Date.parse(at) / 1_000);
}
