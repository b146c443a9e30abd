import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { actAtOnce } from "../support/desk-life/at-once.ts";
import { type Command, command, type Edits, type Person } from "../support/desk-life/commands.ts";
import { act, type Life } from "../support/desk-life/life.ts";
import { expectAsModelled, expectRecount, expectSwept, expectWholePast } from "../support/desk-life/observe.ts";
import { openLifeWorld } from "../support/desk-life/world.ts";
import { fullSize } from "../support/full-size.ts";

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});

const startingWith: Command = { kind: "create", by: "contact", edits: {} };

const wait = (minutes: number): Command => ({ kind: "wait", minutes });
const to = (status: NonNullable<Edits["status"]>): Command => ({
  kind: "patch",
  by: "member",
  ticket: 0,
  edits: { status },
});
const say = (by: Person): Command => ({ kind: "post", by, ticket: 0, isNote: false });
const sweep: Command = { kind: "sweepSla" };
const close: Command = { kind: "sweepAutoClose" };
const week = 7 * 1_440;

/** Lives that random ones seldom come by. */
const known: [Command[]][] = [
  // One target after the other, then both at once, late in a hold and out of it.
  [[wait(29), sweep, wait(60), sweep, to("on_hold"), wait(60), sweep, to("open"), sweep, say("owner"), sweep]],
  [[wait(90), sweep, to("resolved"), say("contact"), sweep, to("on_hold"), wait(9), to("closed"), sweep]],
  [[to("on_hold"), wait(60), to("open"), wait(9), sweep, wait(2), sweep, to("on_hold"), wait(1), to("pending")]],
  // A customer who comes back: in time, too late for the sweep, and after it.
  [
    [
      to("resolved"),
      wait(60),
      say("contact"),
      to("resolved"),
      wait(week),
      say("contact"),
      close,
      say("contact"),
      close,
    ],
  ],
  [[to("closed"), to("pending"), to("resolved"), to("on_hold"), say("owner"), say("contact"), say("owner")]],
];

describe("PX-7, PX-10, PX-20..PX-27, PX-48 a ticket's life", () => {
  it("goes as the model says, step by step: fields, thread, activities, statistics, promises", {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 30, size: "max" }), async (commands) => {
        const life: Life = { world: await openLifeWorld(test), tickets: [] };
        for (const [turn, next] of [startingWith, ...commands].entries()) {
          const touched = "ticket" in next ? life.tickets[next.ticket % life.tickets.length] : life.tickets.at(-1);
          const outcome = await act(life, next);

          if (outcome) expect(outcome.actual, JSON.stringify(next)).toBe(outcome.expected);
          const tickets = await expectAsModelled(life, touched);
          await expectRecount(life, tickets, turn);
          if (next.kind === "sweepSla") await expectSwept(life);
        }
        await expectWholePast(life);
      }),
      { numRuns: fullSize(40, 6), examples: known, endOnFailure: false },
    );
  });

  it("stays whole when up to four act at the same moment, sweeps among them", { timeout: 120_000 }, async () => {
    const batch = fc.array(command, { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 4, maxLength: 10, size: "max" }), async (batches) => {
        const life: Life = { world: await openLifeWorld(test), tickets: [] };
        await actAtOnce(life, [startingWith, startingWith], 0);
        for (const [turn, commands] of batches.entries()) await actAtOnce(life, commands, turn);
        await expectWholePast(life);
      }),
      { numRuns: fullSize(20, 2), endOnFailure: false },
    );
  });
});
