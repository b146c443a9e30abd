import { AppError } from "@tessera/core/errors";
import { cancelJob, replayJob } from "@tessera/core/jobs";
import { describe, expect, it } from "vitest";
import { modelSettings } from "../../support/job-settings.ts";
import {
  createWorld,
  jobAfter,
  makePrincipal,
  makeSubmit,
  type StageName,
  submit,
  times,
  type World,
} from "../../support/jobs-world.ts";

const allStages: StageName[] = ["preparePrompt", "generateTickets", "validateOutput", "completeJob"];
const notFound = expect.objectContaining({ code: "job_not_found" });

function replay(world: World, jobId: string, idempotencyKey: string | null = null, principal = makePrincipal()) {
  return replayJob(world.context(principal), { jobId, idempotencyKey });
}

describe("replaying a job", () => {
  it("makes a new job of the same title, spec, options and model, without its callback", async () => {
    const world = createWorld();
    const { model } = { model: { provider: "openai", model: "gpt-5-mini" } };
    const job = await jobAfter(world, allStages, { model });

    const again = await replay(world, job.id);

    expect(again).toMatchObject({
      status: "queued",
      title: job.title,
      options: job.options,
      model,
      callbackUrl: null,
      replayOf: job.id,
    });
    expect(again.id).not.toBe(job.id);
    expect(world.memory.saved(again.id).texts.spec).toBe(makeSubmit().spec);
    expect(world.ledger.hints).toEqual([job.id, again.id]);
  });

  it("makes another job each time without a key, and one for each key", async () => {
    const world = createWorld();
    const [job, other] = [await submit(world), await submit(world, { idempotencyKey: "other" })];

    const ids = {
      first: (await replay(world, job.id)).id,
      second: (await replay(world, job.id)).id,
      keyed: (await replay(world, job.id, "k")).id,
      keyedAgain: (await replay(world, job.id, "k")).id,
      otherKey: (await replay(world, job.id, "l")).id,
      otherJob: (await replay(world, other.id, "k")).id,
    };

    expect(ids.keyedAgain).toBe(ids.keyed);
    expect(new Set(Object.values(ids)).size).toBe(5);
  });

  it("has a key space of its own: a submit's key means nothing here", async () => {
    const world = createWorld();
    const job = await submit(world, { idempotencyKey: "k" });

    expect((await replay(world, job.id, "k")).id).not.toBe(job.id);
  });

  it.each<[string, (world: World, jobId: string) => Promise<unknown>]>([
    ["cancelled", (world, jobId) => cancelJob(world.context(), { jobId })],
    ["queued", async () => {}],
  ])("runs a %s job again", async (_status, happen) => {
    const world = createWorld();
    const job = await submit(world);
    await happen(world, job.id);

    expect((await replay(world, job.id)).status).toBe("queued");
  });

  it("asks the model that was chosen at first, also when the job has fallen back since", async () => {
    const world = createWorld();
    world.allowFallback();
    world.answerWith(() => Promise.reject(new AppError("model_rejected", "no")));
    const job = await jobAfter(world, ["preparePrompt", "generateTickets"]);

    expect(job.model.provider).toBe("offline");
    expect((await replay(world, job.id)).model).toEqual(modelSettings.default);
  });

  it("says why the model is not the one that was asked for", async () => {
    const world = createWorld();
    const job = await submit(world);
    const context = world.context();

    const again = await replayJob(
      { ...context, modelSettings: { ...modelSettings, configured: [] } },
      { jobId: job.id, idempotencyKey: null },
    );

    expect(again).toMatchObject({ model: { provider: "offline" }, modelWarning: expect.stringContaining("ollama") });
  });

  it.each(["swept", "not swept"])("answers not found, and why, when the spec is no longer kept (%s)", async (how) => {
    const world = createWorld();
    const job = await jobAfter(world, allStages);
    world.advance(times.retentionMs);
    if (how === "swept") await world.memory.deleteTexts(job.id);

    await expect(replay(world, job.id)).rejects.toMatchObject({
      code: "job_not_found",
      message: expect.stringContaining("expired"),
    });
    expect(world.memory.ids()).toEqual([job.id]);
  });

  it("hides another client's job and a job that is purged, and refuses a key without the scope", async () => {
    const world = createWorld();
    const job = await submit(world);

    await expect(replay(world, job.id, null, makePrincipal({ id: "client-2" }))).rejects.toEqual(notFound);
    await expect(replay(world, crypto.randomUUID())).rejects.toMatchObject({ message: "Job not found" });
    await expect(replay(world, job.id, null, makePrincipal({ scopes: ["tickets:read"] }))).rejects.toMatchObject({
      code: "forbidden",
    });
    world.advance(times.retentionMs + times.tombstoneMs);
    await expect(replay(world, job.id)).rejects.toMatchObject({ message: "Job not found" });
    expect(world.memory.ids()).toEqual([job.id]);
  });
});
