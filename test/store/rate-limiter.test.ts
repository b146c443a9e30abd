import { randomUUID } from "node:crypto";
import type { RateLimiter, RateVerdict } from "@tessera/core/access";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later, start } from "../support/builders.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const bucketOf = (limit: number) => ({ keyId: randomUUID(), name: "submits", limit });
const allowed = (verdicts: RateVerdict[]) => verdicts.filter((verdict) => verdict.allowed).length;

function takeMany(limiters: RateLimiter[], bucket: ReturnType<typeof bucketOf>, count: number): Promise<RateVerdict[]> {
  const takes = Array.from({ length: count }, (_, at) => limiters[at % limiters.length]?.take(bucket, start));
  return Promise.all(takes.filter((take) => take !== undefined));
}

describe("TF-22 rate limits", () => {
  it("allows just the limit, counts down, and says when the window ends", async () => {
    const bucket = bucketOf(3);
    const verdicts: RateVerdict[] = [];

    for (let take = 0; take < 4; take += 1) verdicts.push(await world.limiter.take(bucket, later(12_400)));

    expect(verdicts).toEqual([
      { allowed: true, limit: 3, remaining: 2, resetSeconds: 48 },
      { allowed: true, limit: 3, remaining: 1, resetSeconds: 48 },
      { allowed: true, limit: 3, remaining: 0, resetSeconds: 48 },
      { allowed: false, limit: 3, remaining: 0, resetSeconds: 48 },
    ]);
  });

  it("begins anew with the next minute", async () => {
    const bucket = bucketOf(1);
    const times = [0, 59_999, 60_000, 60_001];
    const verdicts: RateVerdict[] = [];

    for (const time of times) verdicts.push(await world.limiter.take(bucket, later(time)));

    expect(verdicts.map((verdict) => verdict.allowed)).toEqual([true, false, true, false]);
    expect(verdicts[2]?.resetSeconds).toBe(60);
  });

  it("counts a longer window from its first minute to its last", async () => {
    const bucket = { ...bucketOf(2), windowMinutes: 15 };
    const minutes = [0, 7, 14, 14.99, 15, 29, 30];
    const verdicts: RateVerdict[] = [];

    for (const minute of minutes) verdicts.push(await world.limiter.take(bucket, later(minute * 60_000)));

    expect(verdicts.map((verdict) => verdict.allowed)).toEqual([true, true, false, false, true, true, true]);
    expect(verdicts[1]?.resetSeconds).toBe(8 * 60);
  });

  it("keeps the limits of other keys and of other names apart", async () => {
    const bucket = bucketOf(1);
    await world.limiter.take(bucket, start);

    const verdicts = [
      await world.limiter.take({ ...bucket, keyId: randomUUID() }, start),
      await world.limiter.take({ ...bucket, name: "reads" }, start),
      await world.limiter.take(bucket, start),
    ];

    expect(verdicts.map((verdict) => verdict.allowed)).toEqual([true, true, false]);
  });

  it.each([1, 7, 20, 60, 600])(
    "never allows more than %i in a minute, with 50 takes at once on four instances",
    async (limit) => {
      const bucket = bucketOf(limit);
      const limiters = Array.from({ length: 4 }, () => world.another().limiter);

      const verdicts: RateVerdict[] = [];
      for (let round = 0; round * 50 < limit + 100; round += 1)
        verdicts.push(...(await takeMany(limiters, bucket, 50)));

      expect(allowed(verdicts)).toBe(limit);
    },
  );

  it("shares one write among callers that wait together, and writes nothing once the limit is known to be spent", async () => {
    const bucket = bucketOf(60);
    const writes = () => world.sent.filter((name) => name === "UpdateItemCommand").length;
    const limiter = world.another().limiter;

    const before = writes();
    await takeMany([limiter], bucket, 50);
    const together = writes() - before;
    await takeMany([limiter], bucket, 50);
    const spent = writes();
    await takeMany([limiter], bucket, 50);

    expect(together).toBeLessThanOrEqual(3);
    expect(writes()).toBe(spent);
  });

  it("does not write for each of many calls in turn", async () => {
    const bucket = bucketOf(600);
    const before = world.sent.length;

    for (let take = 0; take < 100; take += 1) await world.limiter.take(bucket, start);

    expect(world.sent.length - before).toBe(10);
  });
});
