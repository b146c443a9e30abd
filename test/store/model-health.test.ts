import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeHealth } from "../support/builders.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe("X-35 the breaker's memory", () => {
  it("is shared by all instances", async () => {
    const health = makeHealth();
    await world.modelHealth.save(health);

    expect(await world.another().modelHealth.find(health.key)).toEqual(health);
    expect(await world.modelHealth.find("openai:never-called")).toBeUndefined();
  });

  it("lets one of many claim the probe", async () => {
    const open = makeHealth({ failures: 3, openUntil: "2026-03-01T12:00:00.000Z" });
    await world.modelHealth.save(open);
    const claim = { ...open, openUntil: "2026-03-01T12:02:30.000Z", version: 2 };

    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => world.modelHealth.save(claim)));

    expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBe(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "stale_write" });
    }
  });
});
