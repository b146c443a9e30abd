import { createHash } from "node:crypto";
import type { BaseContext } from "./context.ts";
import { AppError } from "./errors.ts";

/** What a caller has sent to have a request done once (G-6). */
export interface IdempotencyRequest {
  /** Who sends it: keys of different callers are different keys. */
  ownerId: string;
  keyHash: string;
  /** Tells another request under the same key. */
  requestHash: string;
}

/** Written in the same transaction as what the request has made. */
export interface IdempotencyMarker extends IdempotencyRequest {
  resultId: string;
  /** ISO time; a repeat before it is answered with what the first one has made (H4: at least 24 hours). */
  purgeAt: string;
}

export interface IdempotencyStore {
  find(request: IdempotencyRequest): Promise<IdempotencyMarker | undefined>;
  /** Where there is none yet that is still good; one that is, stays. */
  save(marker: IdempotencyMarker, now: Date): Promise<void>;
}

export interface IdempotencyContext extends BaseContext {
  idempotencyMarkers: IdempotencyStore;
  /** Null where the caller sent no `Idempotency-Key`. */
  idempotency: IdempotencyRequest | null;
}

const keptMs = 48 * 3_600_000;

export function hashOfKey(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Does what a request asks for once: a repeat under the same key gets what the first one made (G-6, H1, H2). `make`
 * writes the marker with its own transaction, so a crash leaves both or none. Throws `unprocessable` for another request
 * under the same key.
 */
export async function once<Result>(
  context: IdempotencyContext,
  steps: {
    make(marker: ((resultId: string) => IdempotencyMarker) | undefined): Promise<Result>;
    find(resultId: string): Promise<Result>;
  },
): Promise<Result> {
  const { idempotency } = context;
  if (idempotency === null) return steps.make(undefined);

  const earlier = await findEarlier(context, idempotency);
  if (earlier) return steps.find(earlier.resultId);

  const purgeAt = new Date(context.now().getTime() + keptMs).toISOString();
  try {
    return await steps.make((resultId) => ({ ...idempotency, resultId, purgeAt }));
  } catch (cause) {
    // The same request, sent twice at once: the other one has won.
    const winner = await findEarlier(context, idempotency);
    if (winner) return steps.find(winner.resultId);
    throw cause;
  }
}

/**
 * For what is harmless to do twice, such as an assignment: the marker is written after it, on its own. A crash in
 * between does it again. `result` is what a repeat finds its answer by.
 */
export async function onceAfter<Result>(
  context: IdempotencyContext,
  steps: { make(): Promise<Result>; result(made: Result): string; find(resultId: string): Promise<Result> },
): Promise<Result> {
  const { idempotency } = context;
  if (idempotency === null) return steps.make();

  const earlier = await findEarlier(context, idempotency);
  if (earlier) return steps.find(earlier.resultId);

  const made = await steps.make();
  const now = context.now();
  const purgeAt = new Date(now.getTime() + keptMs).toISOString();
  await context.idempotencyMarkers.save({ ...idempotency, resultId: steps.result(made), purgeAt }, now);
  return made;
}

async function findEarlier(context: IdempotencyContext, request: IdempotencyRequest) {
  const earlier = await context.idempotencyMarkers.find(request);
  if (!earlier || earlier.purgeAt <= context.now().toISOString()) return undefined;
  if (earlier.requestHash !== request.requestHash) {
    throw new AppError("unprocessable", "This Idempotency-Key was used for another request");
  }
  return earlier;
}
