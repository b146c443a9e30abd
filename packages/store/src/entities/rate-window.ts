import type { Key } from "../entity.ts";

/** The attribute that counts. */
export const takenAttribute = "taken";

/** How much of one key's limit was taken in the window that begins with this minute -> RateLimiter.take. */
export function rateWindowKey(keyId: string, name: string, firstMinute: number): Key {
  return { pk: `RATE#${keyId}#${name}#${firstMinute}`, sk: "RATE" };
}
