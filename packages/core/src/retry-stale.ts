import { AppError } from "./errors.ts";

/** More lost races than this in a row is not bad luck. */
const attemptLimit = 8;

interface Patience {
  attempts: number;
  /** Waits before the next try, longer each time and at random: writers that collided do not come back together. */
  pause(attempt: number): Promise<void>;
}

/**
 * Runs a read-decide-write again when another writer was faster, so the decision is always made on what is there.
 * Throws `stale_write` after too many tries in a row. Where many write one row at once, `patience` spreads them.
 */
export async function retryStale<Result>(
  decideAndWrite: () => Promise<Result>,
  patience: Partial<Patience> = {},
): Promise<Result> {
  const { attempts = attemptLimit, pause } = patience;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await decideAndWrite();
    } catch (cause) {
      const stale = cause instanceof AppError && cause.code === "stale_write";
      if (!stale || attempt === attempts) throw cause;
      await pause?.(attempt);
    }
  }
}

/** False where another writer was faster. */
export async function unlessStale(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "stale_write") return false;
    throw cause;
  }
}
