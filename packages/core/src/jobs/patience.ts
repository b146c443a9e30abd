/** How somebody waits: time passes through here, so that tests drive it, and ends when whoever waits has gone. */
export interface Patience {
  limitMs: number;
  /** Resolves after so long, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
}

/** The longest pause between two looks, and how fast pauses grow to it. */
const longestPauseMs = 1_000;
const growth = 1.5;

export interface Pauses {
  /** Lets some time pass; false, at once, when the patience is over or nobody waits any more. */
  next(): Promise<boolean>;
  /** Short pauses again: where something has happened, more may follow. */
  restart(): void;
}

/** The pauses between looks at the table: short at first, then longer, and never past the limit. */
export function createPauses(context: { now(): Date }, patience: Patience, firstMs: number): Pauses {
  const { limitMs, signal } = patience;
  const deadline = context.now().getTime() + limitMs;
  let pauseMs = firstMs;
  return {
    next: async () => {
      const leftMs = deadline - context.now().getTime();
      if (leftMs <= 0 || signal.aborted) return false;
      await patience.sleep(Math.min(pauseMs, leftMs), signal);
      pauseMs = Math.min(Math.round(pauseMs * growth), longestPauseMs);
      return !signal.aborted;
    },
    restart: () => {
      pauseMs = firstMs;
    },
  };
}
