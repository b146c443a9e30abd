import type { CallbackDelivery } from "@tessera/core/deliveries";
import { cancelJob, type Job, startJob, sweepJobs } from "@tessera/core/jobs";
import { describe, expect, it } from "vitest";
import {
  badDraft,
  createWorld,
  jobAfter,
  leaseMs,
  makePrincipal,
  runStages,
  type StageName,
  stages,
  submit,
  times,
  type World,
} from "../../support/jobs-world.ts";

function cancel(world: World, jobId: string, principal = makePrincipal()): Promise<Job> {
  return cancelJob(world.context(principal), { jobId });
}

describe("TF-35 cancelling", () => {
  it("cancels a queued job at once, says why, and tells its callback", async () => {
    const world = createWorld();
    const { id } = await submit(world);

    const job = await cancel(world, id);

    const saved = world.memory.saved(id);
    expect(job).toEqual(saved.job);
    expect(job).toMatchObject({ status: "cancelled", stage: "queued", error: { code: "job_cancelled" } });
    expect(saved.entries.at(-1)).toMatchObject({
      action: "job.cancelled",
      actor: "client:client-1",
      oldValue: { status: "queued", stage: "queued" },
      newValue: { status: "cancelled", stage: "queued", error: { code: "job_cancelled" } },
    });
    expect(saved.callback).toMatchObject<Partial<CallbackDelivery>>({
      id: `msg_${id}`,
      event: "job.cancelled",
      status: "pending",
      url: `https://receiver.test/hooks/${id}`,
    });
    expect(world.ledger.callbackHints).toEqual([id]);
    expect(world.ledger.stopped).toEqual([]);
  });

  it("only asks a working job to stop, and passes that on", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt"]);

    const job = await cancel(world, id);

    expect(job).toMatchObject({ status: "cancel_requested", stage: "generating_tickets", error: null });
    expect(world.ledger.stopped).toEqual([id]);
    expect(world.ledger.hints).toEqual([id, id]);
    expect(world.memory.saved(id).callback).toBeNull();
  });

  it("answers a repeated request with the same job and writes nothing", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt"]);
    const first = await cancel(world, id);

    expect(await cancel(world, id)).toEqual(first);
    expect(world.memory.saved(id).job).toEqual(first);
  });

  it("asks a working job to stop even when neither the workflow nor the queue can be reached", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt"]);
    const fails = () => Promise.reject(new Error("down"));

    const job = await cancelJob(
      { ...world.context(), workflow: { start: fails, stop: fails }, queue: { send: fails } },
      { jobId: id },
    );

    expect(job.status).toBe("cancel_requested");
    expect(world.ledger.logs).toEqual(["cancel could not be passed on", "cancel could not be passed on"]);
  });

  const ends: [string, (world: World) => Promise<Job>][] = [
    ["completed", (world) => jobAfter(world, ["preparePrompt", "generateTickets", "validateOutput", "completeJob"])],
    [
      "failed",
      async (world) => {
        const { id } = await submit(world);
        world.advance(times.queuedLimitMs + 1);
        await sweepJobs(world.system());
        return world.memory.saved(id).job;
      },
    ],
    ["cancelled", async (world) => cancel(world, (await submit(world)).id)],
    [
      "expired",
      async (world) => {
        const { id } = await submit(world);
        world.advance(times.retentionMs);
        return world.memory.saved(id).job;
      },
    ],
  ];
  it.each(ends)("refuses a job that is %s and writes nothing", async (status, end) => {
    const world = createWorld();
    const { id } = await end(world);
    const before = world.memory.saved(id);

    await expect(cancel(world, id)).rejects.toMatchObject({ code: "job_not_cancellable", details: { status } });
    expect(world.memory.saved(id)).toEqual(before);
  });

  // A 403 here would let one client probe which job ids another client owns.
  it("answers not found for another client's job, exactly as for no job", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const foreign = cancel(world, id, makePrincipal({ id: "client-2" }));
    const missing = cancel(world, "0198b0f0-0000-7000-8000-00000000dead");

    const [foreignError, missingError] = await Promise.all([foreign, missing].map((call) => call.catch(String)));

    expect(foreignError).toBe("AppError: Job not found");
    expect(missingError).toBe(foreignError);
    expect(world.memory.saved(id).job.status).toBe("queued");
  });

  it("refuses a key without the scope", async () => {
    const world = createWorld();
    const { id } = await submit(world);

    const refused = cancel(world, id, makePrincipal({ scopes: ["tickets:read", "tickets:submit"] }));

    await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    expect(world.memory.saved(id).job.status).toBe("queued");
  });

  it("decides anew when the job starts in between", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const context = world.context();
    let raced = false;
    const find: typeof context.jobs.find = async (ref) => {
      const job = await context.jobs.find(ref);
      if (!raced) await runStages(world, id, ["preparePrompt"]);
      raced = true;
      return job;
    };

    const job = await cancelJob({ ...context, jobs: { ...context.jobs, find } }, { jobId: id });

    expect(job.status).toBe("cancel_requested");
  });
});

describe("TF-35 TF-36 the end of a cancel", () => {
  it.each<StageName>(["preparePrompt", "generateTickets", "validateOutput", "completeJob"])(
    "is reached by %s, which stops the workflow and does no work",
    async (stage) => {
      const world = createWorld();
      const { id } = await jobAfter(world, ["preparePrompt", "generateTickets", "validateOutput"]);
      const calls = world.ledger.modelCalls.length;
      await cancel(world, id);

      expect(await runStages(world, id, [stage])).toBe("stop");

      const { job, callback } = world.memory.saved(id);
      expect(job).toMatchObject({ status: "cancelled", stage: "validating_output", error: { code: "job_cancelled" } });
      expect(callback?.event).toBe("job.cancelled");
      expect(world.ledger.modelCalls).toHaveLength(calls);
    },
  );

  it("is reached by the hint that the cancel sends", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt"]);
    await cancel(world, id);

    await startJob(world.system(), { jobId: id });

    expect(world.memory.saved(id).job.status).toBe("cancelled");
    expect(world.ledger.started).toEqual([]);
  });

  it("is reached by the sweep when every hint was lost, however long the model may take", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt"]);
    world.answerWith(() => new Promise(() => undefined));
    void runStages(world, id, ["generateTickets"]);
    await world.settled();
    await cancel(world, id);
    world.advance(times.requeueAfterMs);

    await sweepJobs(world.system());

    expect(times.requeueAfterMs).toBeLessThan(leaseMs);
    expect(world.memory.saved(id).job.status).toBe("cancelled");
  });

  it.each(["cancel_requested", "cancelled"])("keeps a late worker's draft out of a %s job", async (status) => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt"]);
    world.answerWith(async () => {
      await cancel(world, id);
      if (status === "cancelled") await startJob(world.system(), { jobId: id });
      return JSON.stringify(badDraft);
    });

    const late = stages.generateTickets(world.system(), { jobId: id, executionId: "execution-1" });

    expect(await late).toEqual({ jobId: id, outcome: "stop" });
    expect(world.memory.saved(id).job).toMatchObject({ status: "cancelled", drafts: 0 });
    expect(world.memory.saved(id).texts.draft).toBeUndefined();
  });
});
