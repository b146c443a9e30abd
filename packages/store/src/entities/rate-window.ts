import type { Key } from "../entity.ts";

/** The attribute that counts. */
export const takenAttribute = "taken";

/** How much of one key's limit was taken in one minute -> RateLimiter.take. */
export function rateWindowKey(keyId: string, name: string, minute: number): Key {
  return { pk: `RATE#${keyId}#${name}#${minute}`, sk: "RATE" };
}
