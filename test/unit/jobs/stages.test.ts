import { cancelJob, type JobStage, startJob } from "@tessera/core/jobs";
import { describe, expect, it } from "vitest";
import { createWorld, jobAfter, runStages, type StageName, stages, submit } from "../../support/jobs-world.ts";
import { type Death, mortal } from "../../support/memory-jobs.ts";

const allStages: StageName[] = ["preparePrompt", "generateTickets", "validateOutput", "completeJob"];

describe("TF-33 the stages of a job", () => {
  it("are gone through in order, one audit entry each, in one verified chain", async () => {
    const world = createWorld();

    const { id } = await jobAfter(world, allStages);

    const { entries, job } = world.memory.saved(id);
    expect(entries.map((entry) => [entry.action, entry.newValue])).toEqual([
      ["job.accepted", { status: "queued", stage: "queued" }],
      ["job.started", { status: "processing", stage: "preparing_prompt" }],
      ["job.stage_changed", { status: "processing", stage: "generating_tickets" }],
      ["job.stage_changed", { status: "processing", stage: "validating_output" }],
      ["job.completed", { status: "completed", stage: "completed" }],
    ]);
    expect(job.audit.sequence).toBe(entries.length);
    expect(new Set(entries.map((entry) => entry.correlationId))).toEqual(new Set([job.correlationId]));
  });

  it("are visible while they last", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const seen: JobStage[] = [];
    const look = () => void seen.push(world.memory.saved(id).job.stage);
    const context = world.system();
    const reader: typeof context.reader = {
      read: (spec) => {
        look();
        return context.reader.read(spec);
      },
    };
    const models: typeof context.models = {
      call: (call) => {
        look();
        return context.models.call(call);
      },
    };

    for (const name of allStages) {
      await stages[name]({ ...context, reader, models }, { jobId: id, executionId: "execution-1" });
      if (name === "generateTickets") look();
    }

    expect(seen).toEqual(["preparing_prompt", "generating_tickets", "validating_output"]);
  });

  it("send the callback's row with the end of the job, and hint at it (TF-61)", async () => {
    const world = createWorld();

    const { id } = await jobAfter(world, allStages);

    expect(world.memory.saved(id).callback).toMatchObject({ event: "job.completed", jobId: id, attempts: [] });
    expect(world.ledger.callbackHints).toEqual([id]);
  });

  it("send no callback where none is wanted", async () => {
    const world = createWorld();

    const { id } = await jobAfter(world, allStages, { callbackUrl: null });

    expect(world.memory.saved(id).callback).toBeNull();
    expect(world.ledger.callbackHints).toEqual([]);
  });
});

describe("X-12 B1 a stage that runs again", () => {
  it.each(allStages.map((name, at) => [name, at] as const))("%s does its work once", async (name, at) => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages.slice(0, at + 1));
    const before = world.memory.saved(id);

    const outcome = await runStages(world, id, [name], "execution-2");

    expect(outcome).toBe(name === "completeJob" ? "stop" : "ready");
    expect(world.memory.saved(id)).toEqual(before);
    expect(world.ledger.modelCalls).toHaveLength(at === 0 ? 0 : 1);
  });

  it("changes nothing when a whole execution comes again after the end (A8)", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);
    const before = world.memory.saved(id);

    expect(await runStages(world, id, allStages, "execution-2")).toBe("stop");
    expect(world.memory.saved(id)).toEqual(before);
    expect(world.ledger.callbackHints).toEqual([id]);
  });

  it.each(allStages)("%s stops for a job that never was (B3)", async (name) => {
    expect(await runStages(createWorld(), "0198b0f0-0000-7000-8000-00000000dead", [name])).toBe("stop");
  });

  it("waits its turn: no draft is written before the prompt is prepared (B3, TF-32)", async () => {
    const world = createWorld();
    const { id } = await submit(world);

    expect(await runStages(world, id, ["generateTickets"])).toBe("stop");
    expect(world.memory.saved(id).job).toMatchObject({ status: "queued", stage: "queued" });
    expect(world.ledger.modelCalls).toEqual([]);
  });

  it("does not complete a job without a valid result", async () => {
    const world = createWorld();
    world.answerWith(async () => "{}");
    const { id } = await jobAfter(world, ["preparePrompt", "generateTickets"]);

    await expect(runStages(world, id, ["completeJob"])).rejects.toMatchObject({ code: "internal_error" });
    expect(world.memory.saved(id).job.status).toBe("processing");
  });
});

describe("B3 hints", () => {
  it("start the workflow of a job that may still be worked on", async () => {
    const world = createWorld();
    const { id } = await submit(world);

    await startJob(world.system(), { jobId: id });

    expect(world.ledger.started).toEqual([id]);
  });

  it("start nothing for jobs that have ended, expired or never were", async () => {
    const world = createWorld();
    const ended = await jobAfter(world, allStages);
    const expired = await submit(world, { idempotencyKey: "second" });
    world.setNow(expired.expiresAt);

    for (const jobId of [ended.id, expired.id, "unknown"]) await startJob(world.system(), { jobId });

    expect(world.ledger.started).toEqual([]);
  });

  // A reader has been told that it is expired; what is terminal stays so.
  it("come too late for a queued job that has expired, even if no sweep has seen it", async () => {
    const world = createWorld();
    const { id, expiresAt } = await submit(world);
    world.setNow(expiresAt);

    expect(await runStages(world, id, ["preparePrompt"])).toBe("stop");
    expect(world.memory.saved(id).job.status).toBe("queued");
  });
});

describe("A3-A8 a worker that dies", () => {
  const deaths = allStages.flatMap((name) =>
    [1, 2, 3].flatMap((atWrite) => (["before", "after"] as const).map((when) => ({ name, atWrite, when }))),
  );

  it.each(deaths)("in $name, $when write $atWrite: the job completes once", async ({ name, ...death }) => {
    const world = createWorld();
    const { id } = await submit(world);
    await runUntilDeath(world, id, name, death);
    const callsAtDeath = world.ledger.modelCalls.length;
    const draftSaved = world.memory.saved(id).job.drafts > 0;

    await runStages(world, id, allStages, "execution-2");

    const { job, entries } = world.memory.saved(id);
    expect(job).toMatchObject({ status: "completed", drafts: 1 });
    expect(entries.filter((entry) => entry.action === "job.completed")).toHaveLength(1);
    expect(world.ledger.modelCalls.length - callsAtDeath).toBe(draftSaved ? 0 : 1);
  });

  async function runUntilDeath(
    world: ReturnType<typeof createWorld>,
    jobId: string,
    last: StageName,
    death: Death,
  ): Promise<void> {
    for (const name of allStages) {
      const context = name === last ? mortal(world.system(), death) : world.system();
      const outcome = stages[name](context, { jobId, executionId: "execution-1" });
      if (name === last) return void (await outcome.catch((error: Error) => expect(error.message).toBe("killed")));
      await outcome;
    }
  }

  it("is not written to by what it leaves behind when it is cancelled meanwhile", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const dying = mortal(world.system(), { atWrite: 1, when: "after" });
    await expect(stages.preparePrompt(dying, { jobId: id, executionId: "execution-1" })).rejects.toThrow("killed");
    await cancelJob(world.context(), { jobId: id });

    await runStages(world, id, allStages, "execution-2");

    expect(world.memory.saved(id).job).toMatchObject({ status: "cancelled", stage: "preparing_prompt" });
  });
});
