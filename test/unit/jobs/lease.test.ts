import { cancelJob, sweepJobs } from "@tessera/core/jobs";
import { describe, expect, it } from "vitest";
import { makeDraft } from "../../support/drafts.ts";
import { offlineSettings } from "../../support/job-settings.ts";
import { createWorld, jobAfter, leaseMs, runStages, stages, type World } from "../../support/jobs-world.ts";

/** A job whose model call lasts until it is answered, and the worker that waits for it. */
async function waitingWorker(world: World, executionId = "execution-1") {
  const { id } = await jobAfter(world, ["preparePrompt"]);
  let answer: (title: string) => void = () => undefined;
  world.answerWith(
    () =>
      new Promise((resolve) => {
        answer = (title) => resolve(JSON.stringify(makeDraft({ summary: title })));
      }),
  );
  const worker = stages.generateTickets(world.system(), { jobId: id, executionId });
  await world.settled();
  world.answerWith(async () => JSON.stringify(makeDraft({ summary: "second" })));
  return { id, worker, answer };
}

describe("B5 one model call at a time", () => {
  it("turns a second worker of the same execution away, who may come again", async () => {
    const world = createWorld();
    const { id, worker, answer } = await waitingWorker(world);

    const second = runStages(world, id, ["generateTickets"], "execution-1");

    await expect(second).rejects.toMatchObject({ code: "stage_busy", retryable: true });
    expect(world.ledger.modelCalls).toHaveLength(1);
    answer("first");
    expect(await worker).toEqual({ jobId: id, outcome: "ready" });
  });

  it("lets another worker in once the lease has run out, and refuses the late draft of the first", async () => {
    const world = createWorld();
    const { id, worker, answer } = await waitingWorker(world);
    world.advance(leaseMs);
    await runStages(world, id, ["generateTickets"], "execution-1");

    answer("first");

    expect(await worker).toEqual({ jobId: id, outcome: "ready" });
    expect(world.memory.saved(id).texts.draft).toContain("second");
    expect(world.memory.saved(id).job).toMatchObject({ drafts: 1, run: { promptTokens: 2 }, lease: null });
  });

  it("does not wait for the lease of an earlier execution: its worker is gone, or comes too late", async () => {
    const world = createWorld();
    const { id, worker, answer } = await waitingWorker(world, "execution-1");

    expect(await runStages(world, id, ["generateTickets"], "execution-2")).toBe("ready");

    answer("first");
    expect(await worker).toEqual({ jobId: id, outcome: "ready" });
    expect(world.memory.saved(id).texts.draft).toContain("second");
  });

  it("drops the lease when the model fails, so that a retry need not wait", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt"]);
    world.answerWith(() => Promise.reject(new Error("connection reset")));
    await expect(runStages(world, id, ["generateTickets"])).rejects.toThrow("connection reset");
    world.answerWith(async () => JSON.stringify(makeDraft()));

    expect(await runStages(world, id, ["generateTickets"])).toBe("ready");
  });

  it("keeps the answer when only a sweep's bookkeeping came in between", async () => {
    const world = createWorld();
    const { id, worker, answer } = await waitingWorker(world);
    world.advance(leaseMs);
    const summary = await sweepJobs(world.system());

    answer("first");

    expect(summary.requeued).toBe(1);
    expect(await worker).toEqual({ jobId: id, outcome: "ready" });
    expect(world.memory.saved(id).texts.draft).toContain("first");
  });

  it("does not let a sweep disturb a worker whose lease still runs", async () => {
    const world = createWorld();
    const { id } = await waitingWorker(world);
    const before = world.memory.saved(id);
    world.advance(leaseMs - 1);

    expect(await sweepJobs(world.system())).toMatchObject({ checked: 0 });
    expect(world.memory.saved(id)).toEqual(before);
  });

  it("refuses the draft of a worker whose job was cancelled", async () => {
    const world = createWorld();
    const { id, worker, answer } = await waitingWorker(world);
    await cancelJob(world.context(), { jobId: id });

    answer("first");

    expect(await worker).toEqual({ jobId: id, outcome: "stop" });
    expect(world.memory.saved(id).texts.draft).toBeUndefined();
  });

  it("turns an outlived worker away while the one after it waits for the model: no third call", async () => {
    const world = createWorld();
    const { id, worker, answer } = await waitingWorker(world, "execution-1");
    world.answerWith(() => new Promise(() => {}));
    void stages.generateTickets(world.system(), { jobId: id, executionId: "execution-2" });
    await world.settled();

    answer("first");

    await expect(worker).rejects.toMatchObject({ code: "lease_lost" });
    expect(world.ledger.modelCalls).toHaveLength(2);
    expect(world.memory.saved(id).texts.draft).toBeUndefined();
  });

  it("takes no lease for the offline rules: two workers at once save one draft", async () => {
    const world = createWorld({ modelSettings: offlineSettings });
    const { id } = await jobAfter(world, ["preparePrompt"]);
    const input = { jobId: id, executionId: "execution-1" };
    const worker = () => stages.generateTickets(world.system(), input);

    const outcomes = await Promise.all([worker(), worker()]);

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["ready", "ready"]);
    expect(world.memory.saved(id).job).toMatchObject({ drafts: 1, lease: null, stage: "validating_output" });
  });
});
