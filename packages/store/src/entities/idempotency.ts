import * as z from "zod";
import { defineEntity, type Key } from "../entity.ts";

/** Remembers which job a client's key has made, as long as the job's record is kept (TF-9, TF-10). */
const IdempotencyMarker = z.object({
  clientId: z.string(),
  keyHash: z.string(),
  jobId: z.string(),
  requestHash: z.string(),
  purgeAt: z.string(),
});

/** The job that a client's key has made -> JobStore.accept. */
export function idempotencyKey(clientId: string, keyHash: string): Key {
  return keyOf(clientId, "tickets", keyHash);
}

function keyOf(ownerId: string, surface: "tickets" | "desk", keyHash: string): Key {
  return { pk: `IDEMPOTENCY#${ownerId}#${surface}#${keyHash}`, sk: "IDEMPOTENCY" };
}

export const idempotencyEntity = defineEntity({
  name: "idempotency",
  schema: IdempotencyMarker,
  keys: (marker) => ({ ...idempotencyKey(marker.clientId, marker.keyHash), purgeAt: marker.purgeAt }),
});

/** What a caller's `Idempotency-Key` has made at the desk -> IdempotencyStore.find, and every write that makes something. */
export function deskMarkerKey({ ownerId, keyHash }: { ownerId: string; keyHash: string }): Key {
  return keyOf(ownerId, "desk", keyHash);
}

export const deskMarkerEntity = defineEntity({
  name: "desk marker",
  schema: z.object({
    ownerId: z.string(),
    keyHash: z.string(),
    requestHash: z.string(),
    resultId: z.string(),
    purgeAt: z.string(),
  }),
  keys: (marker) => ({ ...deskMarkerKey(marker), purgeAt: marker.purgeAt }),
});
