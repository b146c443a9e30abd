import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAttempt, makeMove } from "../support/builders.ts";
import { acceptedJob, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe("X-35 the attempts of a job", () => {
  it("are read in the order of their numbers, and a later state of one replaces the earlier", async () => {
    const job = await acceptedJob(world);
    const started = [1, 2, 10].map((number) => makeAttempt(job, { number }));
    const running = await world.jobs.progress({ ...makeMove(job, {}), attempts: started });
    const answered = makeAttempt(job, { number: 2, outcome: "answered", promptTokens: 7 });
    await world.jobs.progress({ ...makeMove(running, {}), attempts: [answered] });

    const attempts = await world.jobs.attempts(job.id);

    expect(attempts).toEqual([started[0], answered, started[2]]);
  });

  it("are not written by a worker that comes too late", async () => {
    const job = await acceptedJob(world);
    await world.jobs.progress(makeMove(job, { drafts: 1 }));

    const late = world.jobs.progress({ ...makeMove(job, {}), attempts: [makeAttempt(job)] });

    await expect(late).rejects.toMatchObject({ code: "stale_write" });
    expect(await world.jobs.attempts(job.id)).toEqual([]);
  });

  it("stay when the texts of the job are deleted: what was spent was spent", async () => {
    const job = await acceptedJob(world);
    await world.jobs.progress({ ...makeMove(job, {}), attempts: [makeAttempt(job)], texts: { "prompt-1": "asked" } });

    await world.jobs.deleteTexts(job.id);

    expect(await world.jobs.attempts(job.id)).toHaveLength(1);
    expect(await world.jobs.readText(job.id, "prompt-1")).toBeUndefined();
  });
});

describe("X-31 the history of a job", () => {
  it("goes on behind the entry that was seen last", async () => {
    const job = await acceptedJob(world);
    const started = await world.jobs.transition(makeMove(job, { status: "processing", stage: "preparing_prompt" }));
    await world.jobs.transition(makeMove(started, { stage: "generating_tickets" }));

    const sequences = async (after: number) =>
      (await world.jobs.history(job.id, after)).map(({ sequence }) => sequence);

    expect(await sequences(0)).toEqual([1, 2, 3]);
    expect(await sequences(2)).toEqual([3]);
    expect(await sequences(3)).toEqual([]);
  });
});
