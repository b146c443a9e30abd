import { cancelJob, startJob } from "@tessera/core/jobs";
import type { ModelSettings } from "@tessera/core/models";
import { describe, expect, it } from "vitest";
import { makeDraft } from "../../support/drafts.ts";
import { modelSettings } from "../../support/job-settings.ts";
import {
  createWorld,
  jobAfter,
  makePrincipal,
  runStages,
  stages,
  submit,
  type World,
} from "../../support/jobs-world.ts";
import { mortal } from "../../support/memory-jobs.ts";

const today = "2026-03-01";

/** A model with a price: a million prompt tokens cost 0.25 US dollars. */
const paidSettings: ModelSettings = { ...modelSettings, default: { provider: "openai", model: "gpt-5-mini" } };

function createPaidWorld(dailyBudgetUsd: number | null, settings = paidSettings): World {
  const world = createWorld({ jobSettings: { dailyBudgetUsd }, modelSettings: settings });
  answerFor(world, 1_000_000);
  return world;
}

function answerFor(world: World, promptTokens: number | null): void {
  const usage = { promptTokens, completionTokens: 0 };
  world.answerWith(async () => ({ text: JSON.stringify(makeDraft()), finishReason: "stop", usage }));
}

const draftOf = (world: World, idempotencyKey: string) =>
  jobAfter(world, ["preparePrompt", "generateTickets"], { idempotencyKey });

describe("D13 what models cost", () => {
  it("is added up for the tenant and the UTC day on which it was paid", async () => {
    const world = createPaidWorld(null);
    await draftOf(world, "first");
    await draftOf(world, "second");
    world.setNow("2026-03-02T00:00:00.000Z");

    await draftOf(world, "next day");

    expect(world.memory.spent("tenant-1", today)).toBe(0.5);
    expect(world.memory.spent("tenant-1", "2026-03-02")).toBe(0.25);
  });

  it("counts nothing where it is not known, and says so once for each job", async () => {
    const world = createPaidWorld(null);
    answerFor(world, null);
    const { id } = await draftOf(world, "first");
    await runStages(world, id, ["validateOutput", "generateTickets"]);
    world.answerWith(async () => ({
      text: "{}",
      finishReason: "stop",
      usage: { promptTokens: null, completionTokens: 1 },
    }));
    const second = await draftOf(world, "second");

    await runStages(world, second.id, ["validateOutput", "generateTickets"]);

    expect(world.memory.saved(second.id).attempts).toHaveLength(2);
    expect(world.memory.spent("tenant-1", today)).toBe(0);
    expect(world.ledger.logs.filter((line) => line.includes("cost"))).toHaveLength(2);
  });
});

describe("D13 M8 a tenant's daily budget", () => {
  it("stops new jobs once it is spent, until the next UTC midnight", async () => {
    const world = createPaidWorld(0.5);
    await draftOf(world, "first");
    await draftOf(world, "second");

    const third = submit(world, { idempotencyKey: "third" });

    await expect(third).rejects.toMatchObject({
      code: "budget_spent",
      kind: "rate_limit",
      retryable: true,
      details: { retryAfterSeconds: 12 * 3_600 },
    });
    expect(world.memory.ids()).toHaveLength(2);
    world.setNow("2026-03-02T00:00:00.000Z");
    expect((await submit(world, { idempotencyKey: "third" })).status).toBe("queued");
  });

  it("answers a repeated submit, and goes on with jobs that were taken in", async () => {
    const world = createPaidWorld(0.25);
    const waiting = await submit(world, { idempotencyKey: "waiting" });
    await draftOf(world, "first");

    const repeated = await submit(world, { idempotencyKey: "waiting" });
    const outcome = await runStages(world, waiting.id, ["preparePrompt", "generateTickets"]);

    expect(repeated.id).toBe(waiting.id);
    expect(outcome).toBe("ready");
  });

  it("does not stop jobs of the offline rules, nor those of another tenant", async () => {
    const world = createPaidWorld(0.25);
    await draftOf(world, "first");

    const offline = await submit(world, { idempotencyKey: "offline", model: { provider: "offline" } });
    const foreign = await submit(world, {}, makePrincipal({ id: "client-2", tenantId: "tenant-2" }));

    expect([offline.status, foreign.status]).toEqual(["queued", "queued"]);
  });
});

describe("D13 TF-35 a call that was under way when its job moved on", () => {
  /** What the model does not know of happens while it writes. */
  function meanwhile(world: World, happen: () => Promise<unknown>): void {
    world.answerWith(async () => {
      await happen();
      const usage = { promptTokens: 1_000_000, completionTokens: 0 };
      return { text: JSON.stringify(makeDraft()), finishReason: "stop", usage };
    });
  }

  it.each(["cancel_requested", "cancelled"])(
    "stays in the books of a %s job, and changes nothing else",
    async (status) => {
      const world = createPaidWorld(null);
      const { id } = await jobAfter(world, ["preparePrompt"]);
      meanwhile(world, async () => {
        await cancelJob(world.context(), { jobId: id });
        if (status === "cancelled") await startJob(world.system(), { jobId: id });
      });

      expect(await runStages(world, id, ["generateTickets"])).toBe("stop");

      const { job, attempts, texts } = world.memory.saved(id);
      expect(job).toMatchObject({ status: "cancelled", drafts: 0, written: [0] });
      expect(attempts).toMatchObject([{ outcome: "answered", promptTokens: 1_000_000, costUsd: 0.25 }]);
      expect(Object.keys(texts).filter((name) => /^(answer|draft)/.test(name))).toEqual([]);
      expect(world.memory.spent("tenant-1", today)).toBe(0.25);
    },
  );

  it("stays in the books of a job that another worker has taken over", async () => {
    const world = createPaidWorld(null);
    const { id } = await jobAfter(world, ["preparePrompt"]);
    const takeOver = () => stages.generateTickets(world.system(), { jobId: id, executionId: "execution-2" });
    meanwhile(world, async () => {
      answerFor(world, 2_000_000);
      // The second worker dies before it can save what it was answered.
      const dying = mortal(world.system(), { atWrite: 2, when: "before" });
      await stages.generateTickets(dying, { jobId: id, executionId: "execution-2" }).catch(() => undefined);
    });

    const late = stages.generateTickets(world.system(), { jobId: id, executionId: "execution-1" });

    await expect(late).rejects.toMatchObject({ code: "lease_lost" });
    expect(world.memory.saved(id).attempts.map(({ outcome }) => outcome)).toEqual(["answered", "started"]);
    expect(world.memory.spent("tenant-1", today)).toBe(0.25);
    await expect(takeOver()).rejects.toMatchObject({ code: "stage_busy" });
  });
});
