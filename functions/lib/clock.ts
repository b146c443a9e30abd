/** The product's one clock: everything that decides something by time asks it (Appendix D-10). */
export interface Clock {
  now(): Date;
}

/** A clock that tests move by hand; it goes on running in between. */
export interface TestClock extends Clock {
  advance(ms: number): void;
  set(at: Date): void;
}

export function createClock(offsetMs: number): TestClock {
  let shiftMs = offsetMs;
  return {
    now: () => new Date(Date.now() + shiftMs),
    advance: (ms) => {
      shiftMs += ms;
    },
    set: (at) => {
      shiftMs = at.getTime() - Date.now();
    },
  };
}
