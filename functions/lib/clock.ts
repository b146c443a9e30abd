/** The product's one clock: everything that decides something by time asks it (Appendix D-10). */
export interface Clock {
  now(): Date;
}

/** A clock that tests move by hand: it runs until it is set, and then stands still until it is moved (D-21). */
export interface TestClock extends Clock {
  advance(ms: number): void;
  set(at: Date): void;
}

export function createClock(offsetMs: number): TestClock {
  let shiftMs = offsetMs;
  /** Where it stands; null while it runs. */
  let standsAtMs: number | null = null;
  return {
    now: () => new Date(standsAtMs ?? Date.now() + shiftMs),
    advance: (ms) => {
      if (standsAtMs === null) shiftMs += ms;
      else standsAtMs += ms;
    },
    set: (at) => {
      standsAtMs = at.getTime();
    },
  };
}
