import type { PlatformOutcome } from "@tessera/core/incidents";
import { describe, expect, it } from "vitest";
import {
  attemptKey,
  claim,
  Forwarding,
  newForwarding,
  pendingMessage,
  record,
  withMessage,
  withMessageUnderWay,
} from "../../../packages/core/src/incidents/forwarding.ts";

const noon = new Date("2026-03-01T12:00:00.000Z");
const at = noon.toISOString();
const secondsOn = (seconds: number) => new Date(noon.getTime() + seconds * 1_000);
const empty = newForwarding({ tenantId: "t", id: "inc-20260301-001" }, "jira");
const told = withMessage(empty, "trigger", { at });

const sent: PlatformOutcome = { kind: "sent", ref: "OPS-1", url: "https://jira.example.org/OPS-1" };
const skipped: PlatformOutcome = { kind: "skipped", reason: "It has nothing for this" };
const refused: PlatformOutcome = { kind: "failed", reason: "The key was refused", retryable: false };
const busy = { kind: "failed", reason: "The platform is busy", retryable: true } as const;
const busyFor = (retryAfterSeconds: number): PlatformOutcome => ({ ...busy, retryAfterSeconds });

/** One attempt at what is first. */
function attempt(row: Forwarding, outcome: PlatformOutcome, { now = noon, random = 0 } = {}): Forwarding {
  const message = pendingMessage(row);
  if (!message) throw new Error("nothing is pending");
  return record(claim(row, message, now), message.number, outcome, now, random);
}
const waitOf = ({ dueAt }: Forwarding, now = noon) => (Date.parse(dueAt ?? "") - now.getTime()) / 1_000;
const shown = (row: Forwarding) => row.messages.map(({ number, action, status }) => `${number} ${action} ${status}`);

describe("LC-29 the messages to a platform", () => {
  it("are told one after another: what comes first is due, the others wait", () => {
    const row = withMessage(withMessage(told, "acknowledge", { at }), "resolve", { at });

    expect(shown(row)).toEqual(["1 trigger pending", "2 acknowledge pending", "3 resolve pending"]);
    expect(row).toMatchObject({ dueAt: at, version: 3 });
    const next = attempt(row, sent);
    expect(shown(next)).toEqual(["1 trigger sent", "2 acknowledge pending", "3 resolve pending"]);
    expect(next).toMatchObject({ dueAt: at, ref: "OPS-1", url: "https://jira.example.org/OPS-1" });
  });

  it("wait behind one that is to be tried again, and keep its time", () => {
    const waiting = attempt(told, busy);

    const row = withMessage(waiting, "resolve", { at });

    expect(row.dueAt).toBe(waiting.dueAt);
    expect(pendingMessage(row)).toMatchObject({ number: 1, action: "trigger" });
  });

  it("have a key for each that no other has, and that no attempt changes", () => {
    const row = withMessage(told, "trigger", { at });
    const keys = row.messages.map(({ number }) => attemptKey(row, number));

    expect(keys).toEqual(["inc-20260301-001 jira 1", "inc-20260301-001 jira 2"]);
    expect(attempt(row, busy).messages.map(({ number }) => attemptKey(row, number))).toEqual(keys);
  });

  it("keep what the platform calls the incident, when a later answer does not say", () => {
    const row = withMessage(attempt(told, sent), "resolve", { at });

    expect(attempt(row, { kind: "sent", ref: null, url: null })).toMatchObject({
      ref: "OPS-1",
      url: "https://jira.example.org/OPS-1",
      dueAt: null,
    });
  });

  it("are kept to fifty; of those that have ended, the oldest go first", () => {
    let row = empty;
    for (let count = 0; count < 60; count += 1) row = attempt(withMessage(row, "trigger", { at }), sent);

    expect(row.messages.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, index) => index + 11));
  });

  it("are never dropped before they are told, however long one is stuck", () => {
    let row = attempt(told, busy);
    for (let count = 0; count < 100; count += 1) row = withMessage(row, "acknowledge", { at });

    expect(row.messages.map(({ number }) => number)).toEqual(Array.from({ length: 101 }, (_, index) => index + 1));
    const over = attempt(row, sent);
    expect(pendingMessage(over)?.number).toBe(2);
    expect(withMessage(over, "resolve", { at }).messages.map(({ number }) => number)).not.toContain(1);
  });
});

describe("LC-29 an attempt", () => {
  it("holds the row for a minute, so that no second worker finds it due", () => {
    const [message] = told.messages;
    if (!message) throw new Error("expected a message");

    const row = claim(told, message, secondsOn(5));

    expect(row.dueAt).toBe(secondsOn(65).toISOString());
    expect(row.messages).toMatchObject([{ attempts: 1, attemptedAt: secondsOn(5).toISOString(), status: "pending" }]);
    expect(row.version).toBe(told.version + 1);
  });

  it.each([
    ["sent", sent, null],
    ["skipped", skipped, "It has nothing for this"],
    ["failed", refused, "The key was refused"],
  ])("ends as %s, and nothing is due", (status, outcome, reason) => {
    const row = attempt(told, outcome);

    expect(row.messages).toMatchObject([{ status, reason, attempts: 1 }]);
    expect(row.dueAt).toBeNull();
    expect(Forwarding.parse(row)).toEqual(row);
  });

  it("that failed for good makes way for what comes next, at once", () => {
    const row = attempt(withMessage(told, "resolve", { at }), refused, { now: secondsOn(3) });

    expect(shown(row)).toEqual(["1 trigger failed", "2 resolve pending"]);
    expect(row.dueAt).toBe(secondsOn(3).toISOString());
  });

  it("whose answer comes when another has ended the message changes nothing", () => {
    const done = attempt(told, sent);

    expect(record(done, 1, refused, secondsOn(70), 0)).toBe(done);
    expect(record(done, 99, refused, secondsOn(70), 0)).toBe(done);
  });
});

describe("D-27 the next attempt", () => {
  it.each([0, 0.5, 0.999_999])("comes after at most five seconds at first, at random %d", (random) => {
    const wait = waitOf(attempt(told, busy, { random }));

    expect(wait).toBeGreaterThanOrEqual(3);
    expect(wait).toBeLessThanOrEqual(5);
  });

  it("then comes after twice as long each time, up to a quarter of an hour", () => {
    const waits: number[] = [];
    let row = told;
    for (let count = 0; count < 12; count += 1) {
      row = attempt(row, busy);
      waits.push(waitOf(row));
    }

    expect(waits).toEqual([3, 6, 12, 24, 48, 96, 192, 384, 768, 900, 900, 900]);
  });

  it("is spread, so that a hundred incidents do not come back together", () => {
    const waits = [0, 0.25, 0.5, 0.75].map((random) => waitOf(attempt(told, busy, { random })));

    expect(new Set(waits).size).toBe(4);
  });

  it("waits as long as the platform asks for, if that is longer, and at most an hour", () => {
    expect(waitOf(attempt(told, busyFor(120)))).toBe(120);
    expect(waitOf(attempt(told, busyFor(1)))).toBe(3);
    expect(waitOf(attempt(told, busyFor(86_400)))).toBe(3_600);
  });

  it("does not come after the fiftieth: the message has failed", () => {
    let row = told;
    for (let count = 1; count < 50; count += 1) row = attempt(row, busy);
    expect(row.messages).toMatchObject([{ status: "pending", attempts: 49, reason: "The platform is busy" }]);

    row = attempt(row, busy);

    expect(row.messages).toMatchObject([{ status: "failed", attempts: 50 }]);
    expect(row.dueAt).toBeNull();
  });
});

describe("D-27 a message out of turn", () => {
  it("is under way from the start, and holds back what waits", () => {
    const row = withMessageUnderWay(told, "trigger", secondsOn(5));

    expect(row.messages).toMatchObject([{ attempts: 0 }, { number: 2, attempts: 1, status: "pending" }]);
    expect(row).toMatchObject({ dueAt: secondsOn(65).toISOString(), version: told.version + 1 });
    expect(record(row, 2, sent, secondsOn(6), 0).dueAt).toBe(secondsOn(6).toISOString());
  });

  it("is not begun again when what stands before it ends, until its own claim has run out", () => {
    const row = withMessageUnderWay(told, "trigger", secondsOn(5));

    expect(record(row, 1, sent, secondsOn(6), 0).dueAt).toBe(secondsOn(65).toISOString());
    expect(record(row, 1, sent, secondsOn(80), 0).dueAt).toBe(secondsOn(80).toISOString());
  });
});
