import { AppError } from "@tessera/core/errors";
import * as z from "zod";

interface DeadLetters {
  send(body: string, reason: string): Promise<void>;
}

/**
 * what can never succeed goes to the dead-letter queue with its reason and is done here; anything else that fails
 * is repeated by the queue.
 */
export async function orPutAside(
  deadLetters: DeadLetters,
  bodies: readonly unknown[],
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const reason = permanentReason(cause);
    if (reason === null) throw cause;
    for (const body of bodies) await deadLetters.send(JSON.stringify(body), reason);
  }
}

function permanentReason(cause: unknown): string | null {
  if (cause instanceof z.ZodError) return z.prettifyError(cause);
  return cause instanceof AppError && !cause.retryable ? `${cause.code}: ${cause.message}` : null;
}
