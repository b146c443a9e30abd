import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";

/** An item in plain values. */
export type Item = Record<string, unknown>;
export type Attributes = Record<string, AttributeValue>;

/** `undefined` means absent, as in JSON; null stays null. */
export function toAttributes(item: Item): Attributes {
  return marshall(item, { removeUndefinedValues: true });
}

export function fromAttributes(attributes: Attributes): Item {
  return unmarshall(attributes);
}
