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
  return { pk: `IDEMPOTENCY#${clientId}#tickets#${keyHash}`, sk: "IDEMPOTENCY" };
}

export const idempotencyEntity = defineEntity({
  name: "idempotency",
  schema: IdempotencyMarker,
  keys: (marker) => ({ ...idempotencyKey(marker.clientId, marker.keyHash), purgeAt: marker.purgeAt }),
});
