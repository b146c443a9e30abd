import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { sweepDue } from "../../../../packages/core/src/sweep.ts";

const start = Date.parse("2026-03-01T12:00:00.000Z");

function createWorld() {
  let nowMs = start;
  const errors: object[] = [];
  return {
    errors,
    advance: (ms: number) => {
      nowMs += ms;
    },
    context: {
      now: () => new Date(nowMs),
      log: {
        info: () => {},
        warn: () => {},
        error: (_message: string, fields: object = {}) => void errors.push(fields),
      },
    },
  };
}

/** Rows that became due one second after another, the first of them `ageSeconds` ago; tells when it is given up. */
function dueRows(count: number, ageSeconds = 0) {
  const state = { closed: false };
  async function* due() {
    try {
      for (let ref = 0; ref < count; ref += 1) {
        yield { ref, dueAt: new Date(start - ageSeconds * 1_000 + ref * 1_000).toISOString() };
      }
    } finally {
      state.closed = true;
    }
  }
  return { due, state };
}

describe("X-41 a sweep", () => {
  it("hands on every row once, no more than so many at a time", async () => {
    const world = createWorld();
    const swept: number[] = [];
    let running = 0;
    let most = 0;

    const summary = await sweepDue(world.context, {
      due: dueRows(100).due,
      parallel: 8,
      sweepOne: async (ref) => {
        running += 1;
        most = Math.max(most, running);
        await setImmediate();
        running -= 1;
        swept.push(ref);
        return ref % 2 === 0;
      },
    });

    expect(summary).toMatchObject({ checked: 100, changed: 50 });
    expect(swept.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, ref) => ref));
    expect(most).toBe(8);
  });

  it("tells how long the oldest row that it found has been due", async () => {
    const world = createWorld();
    const sweepOne = async () => true;

    const late = await sweepDue(world.context, { due: dueRows(3, 400).due, parallel: 2, sweepOne });
    const idle = await sweepDue(world.context, { due: dueRows(0).due, parallel: 2, sweepOne });

    expect([late.lagSeconds, idle.lagSeconds]).toEqual([400, 0]);
  });

  it("begins no row once its time is up, ends those under way, and lets go of the index", async () => {
    const world = createWorld();
    const { due, state } = dueRows(1_000);

    const summary = await sweepDue(world.context, {
      due,
      parallel: 4,
      sweepOne: async () => {
        world.advance(1_000);
        await setImmediate();
        return true;
      },
    });

    expect(summary.checked).toBeGreaterThanOrEqual(40);
    expect(summary.checked).toBeLessThan(48);
    expect(summary.changed).toBe(summary.checked);
    expect(state.closed).toBe(true);
  });

  it("goes on behind a row that fails, and names it", async () => {
    const world = createWorld();

    const summary = await sweepDue(world.context, {
      due: dueRows(3).due,
      parallel: 1,
      sweepOne: async (ref) => {
        if (ref === 0) throw new Error("broken");
        return true;
      },
    });

    expect(summary).toMatchObject({ checked: 3, changed: 2 });
    expect(world.errors).toEqual([{ ref: 0, cause: "Error: broken" }]);
  });

  it("fails where what is due cannot be read: nobody must take that for a sweep that found nothing", async () => {
    const world = createWorld();
    const due = async function* () {
      yield* [];
      throw new Error("the table is away");
    };

    const swept = sweepDue(world.context, { due, parallel: 8, sweepOne: async () => true });

    await expect(swept).rejects.toThrow("the table is away");
  });
});
