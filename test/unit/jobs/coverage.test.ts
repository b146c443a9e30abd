import { getCoverage } from "@tessera/core/jobs";
import { describe, expect, it } from "vitest";
import {
  createWorld,
  jobAfter,
  makePrincipal,
  runStages,
  type StageName,
  submit,
  times,
} from "../../support/jobs-world.ts";

const allStages: StageName[] = ["preparePrompt", "generateTickets", "validateOutput", "completeJob"];

describe("the coverage of a job", () => {
  it("is there when the job is completed", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);

    expect(await getCoverage(world.context(), { jobId: id })).toMatchObject({
      kind: "ready",
      jobId: id,
      coverage: { specSha256: expect.stringMatching(/^[0-9a-f]{64}$/), requirements: [] },
    });
  });

  it.each([0, 1, 2, 3])("is not ready after %i stages", async (stages) => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages.slice(0, stages));

    expect(await getCoverage(world.context(), { jobId: id })).toMatchObject({ kind: "not_ready", job: { id } });
  });

  it.each(["swept", "not swept"])("is gone with an expired job (%s)", async (how) => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);
    world.advance(times.retentionMs);
    if (how === "swept") await world.memory.deleteTexts(id);

    expect(await getCoverage(world.context(), { jobId: id })).toMatchObject({
      kind: "none",
      job: { status: "expired" },
    });
  });

  it("is found when the job is completed between the two reads", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages.slice(0, 3));
    const context = world.context();
    let completing: Promise<unknown> | undefined;
    const find: typeof context.jobs.find = async (ref) => {
      completing ??= runStages(world, id, ["completeJob"]);
      await completing;
      return context.jobs.find(ref);
    };

    expect(await getCoverage({ ...context, jobs: { ...context.jobs, find } }, { jobId: id })).toMatchObject({
      kind: "ready",
    });
  });

  it("hides another client's job, and refuses a key without the scope", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const read = (principal: ReturnType<typeof makePrincipal>) => getCoverage(world.context(principal), { jobId: id });

    await expect(read(makePrincipal({ id: "client-2" }))).rejects.toMatchObject({ code: "job_not_found" });
    await expect(read(makePrincipal({ scopes: ["tickets:submit"] }))).rejects.toMatchObject({ code: "forbidden" });
  });
});
