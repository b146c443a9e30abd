import { AppError } from "./errors.ts";

/** More lost races than this in a row is not bad luck. */
const attemptLimit = 8;

/**
 * Runs a read-decide-write again when another writer was faster, so the decision is always made on what is there.
 * Throws `stale_write` after too many tries in a row.
 */
export async function retryStale<Result>(decideAndWrite: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await decideAndWrite();
    } catch (cause) {
      const stale = cause instanceof AppError && cause.code === "stale_write";
      if (!stale || attempt === attemptLimit) throw cause;
    }
  }
}
