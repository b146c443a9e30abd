import { claimAttempt, recordAttempt, retryDelaysSeconds, type WebhookOutcome } from "@tessera/core/deliveries";
import { describe, expect, it } from "vitest";
import { makeDelivery } from "./delivery-world.ts";

const now = new Date("2026-03-01T12:00:00.000Z");
const refused: WebhookOutcome = { kind: "failed", reason: "refused", status: 500 };

/** A delivery that has failed so often. */
function failedTimes(count: number) {
  const attempts = Array.from({ length: count }, () => ({ at: now.toISOString(), outcome: "refused", status: 500 }));
  return makeDelivery({ attempts });
}

function delayAfter(failures: number, outcome = refused, random = 0): number {
  const { dueAt } = recordAttempt(failedTimes(failures - 1), outcome, now, random);
  return (Date.parse(dueAt ?? "") - now.getTime()) / 1_000;
}

describe("TF-61, E2 the schedule", () => {
  it("is at once, then 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 10 h", () => {
    expect(retryDelaysSeconds).toEqual([0, 5, 300, 1_800, 7_200, 18_000, 36_000, 36_000]);
    expect([1, 2, 3, 4, 5, 6, 7].map((failures) => delayAfter(failures))).toEqual(retryDelaysSeconds.slice(1));
  });

  it("adds up to a tenth by chance", () => {
    expect(delayAfter(2, refused, 0.999)).toBeGreaterThan(320);
    expect(delayAfter(2, refused, 0.999)).toBeLessThan(330);
  });

  it("ends after eight attempts", () => {
    expect(recordAttempt(failedTimes(7), refused, now, 0)).toMatchObject({ status: "failed", dueAt: null });
  });

  it("waits longer where Retry-After asks for it, never shorter, and no more than ten hours", () => {
    const asking = (retryAfterSeconds: number): WebhookOutcome => ({ ...refused, kind: "failed", retryAfterSeconds });

    expect(delayAfter(1, asking(120))).toBe(120);
    expect(delayAfter(3, asking(1))).toBe(1_800);
    expect(delayAfter(1, asking(86_400))).toBe(36_000);
  });

  it("holds a claimed attempt longer than an attempt can take", () => {
    expect(claimAttempt(makeDelivery(), now)).toMatchObject({ dueAt: "2026-03-01T12:01:00.000Z", version: 2 });
  });
});
