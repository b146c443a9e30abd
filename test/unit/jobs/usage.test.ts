import { type Attempt, getUsage, usageOf } from "@tessera/core/jobs";
import { describe, expect, it } from "vitest";
import { start } from "../../support/builders.ts";
import { createWorld, jobAfter, makePrincipal, submit } from "../../support/jobs-world.ts";

function makeAttempt(overrides: Partial<Attempt> = {}): Attempt {
  return {
    jobId: "job-1",
    number: 1,
    round: 0,
    part: 0,
    model: { provider: "openai", model: "gpt-5-mini" },
    temperature: null,
    maxOutputTokens: 8_000,
    outcome: "answered",
    problems: [],
    finishReason: "stop",
    promptTokens: 100,
    completionTokens: 10,
    costUsd: 0.001,
    priceVersion: "2026-06",
    promptSha256: "0".repeat(64),
    outputSha256: "0".repeat(64),
    startedAt: start.toISOString(),
    endedAt: start.toISOString(),
    purgeAt: start.toISOString(),
    ...overrides,
  };
}

const unknown = { promptTokens: null, completionTokens: null, costUsd: null };
const offline = { provider: "offline", model: "offline-rules" } as const;

describe("D13 the usage of a job", () => {
  it("is nothing, and known to be nothing, before the first attempt", () => {
    expect(usageOf([])).toEqual({
      attempts: 0,
      calls: 0,
      promptTokens: 0,
      completionTokens: 0,
      costUsd: 0,
      unknown: { promptTokens: 0, completionTokens: 0, costUsd: 0 },
      byModel: [],
      priceVersions: [],
    });
  });

  it("sums all attempts, those that were sent back included", () => {
    const usage = usageOf([makeAttempt({ problems: ["bad"] }), makeAttempt({ number: 2, costUsd: 0.002 })]);

    expect(usage).toMatchObject({ attempts: 2, calls: 2, promptTokens: 200, completionTokens: 20, costUsd: 0.003 });
  });

  it("says how many attempts a sum is silent about, instead of guessing", () => {
    const failed = makeAttempt({ number: 2, outcome: "model_timeout", ...unknown });

    expect(usageOf([makeAttempt(), failed])).toMatchObject({
      calls: 2,
      promptTokens: 100,
      costUsd: 0.001,
      unknown: { promptTokens: 1, completionTokens: 1, costUsd: 1 },
    });
  });

  it("has no sum where nothing is known", () => {
    expect(usageOf([makeAttempt({ outcome: "started", ...unknown })])).toMatchObject({
      calls: 1,
      ...unknown,
      unknown: { promptTokens: 1, completionTokens: 1, costUsd: 1 },
    });
  });

  it("knows that what was never sent has used nothing", () => {
    const notSent = makeAttempt({ outcome: "not_sent", ...unknown });
    const rules = makeAttempt({ number: 2, model: offline, ...unknown, costUsd: 0 });

    expect(usageOf([notSent, rules])).toMatchObject({
      attempts: 2,
      calls: 0,
      promptTokens: 0,
      completionTokens: 0,
      costUsd: 0,
      unknown: { promptTokens: 0, completionTokens: 0, costUsd: 0 },
    });
  });

  it("keeps models apart, and names each price table once", () => {
    const usage = usageOf([makeAttempt(), makeAttempt({ number: 2 }), makeAttempt({ number: 3, model: offline })]);

    expect(usage.byModel).toMatchObject([
      { model: { provider: "openai", model: "gpt-5-mini" }, attempts: 2, calls: 2, costUsd: 0.002 },
      { model: offline, attempts: 1, calls: 0 },
    ]);
    expect(usage.priceVersions).toEqual(["2026-06"]);
  });

  it("adds small costs without the noise of binary fractions", () => {
    const costs = [0.1, 0.2].map((costUsd, index) => makeAttempt({ number: index + 1, costUsd }));

    expect(usageOf(costs).costUsd).toBe(0.3);
  });

  it("is that of the caller's own job", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt", "generateTickets"]);

    expect(await getUsage(world.context(), { jobId: id })).toMatchObject({ attempts: 1, calls: 1, promptTokens: 1 });
  });

  it("hides another client's job, and refuses a key without the scope", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const read = (principal: ReturnType<typeof makePrincipal>) => getUsage(world.context(principal), { jobId: id });

    await expect(read(makePrincipal({ id: "client-2" }))).rejects.toMatchObject({ code: "job_not_found" });
    await expect(read(makePrincipal({ scopes: ["tickets:submit"] }))).rejects.toMatchObject({ code: "forbidden" });
  });
});
