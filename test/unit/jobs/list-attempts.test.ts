import { listAttempts } from "@tessera/core/jobs";
import { describe, expect, it } from "vitest";
import {
  badDraft,
  createWorld,
  jobAfter,
  makePrincipal,
  type StageName,
  submit,
  times,
} from "../../support/jobs-world.ts";

const allStages: StageName[] = ["preparePrompt", "generateTickets", "validateOutput", "completeJob"];

describe("the attempts of a job", () => {
  it("are there while the job runs, without changes before there is a result", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages.slice(0, 2));

    const list = await listAttempts(world.context(), { jobId: id, texts: false });

    expect(list).toMatchObject({ job: { id }, changes: null });
    expect(list.attempts).toEqual([
      { attempt: expect.objectContaining({ number: 1, outcome: "answered" }), texts: null },
    ]);
  });

  it("come with what was changed once the job is completed", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);

    expect((await listAttempts(world.context(), { jobId: id, texts: false })).changes).toEqual(expect.any(Array));
  });

  it("tell what was wrong with an answer that was sent back", async () => {
    const world = createWorld();
    world.answerWith(async () => JSON.stringify(badDraft));
    const { id } = await jobAfter(world, [...allStages.slice(0, 3), "generateTickets"]);

    const { attempts } = await listAttempts(world.context(), { jobId: id, texts: false });

    expect(attempts.map(({ attempt }) => [attempt.round, attempt.problems.length > 0])).toEqual([
      [0, true],
      [1, false],
    ]);
  });

  it("come with their texts where they are wanted, until the job expires, swept or not", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);
    const list = () => listAttempts(world.context(), { jobId: id, texts: true });

    const kept = await list();
    world.advance(times.retentionMs);
    const gone = await list();

    expect(kept.attempts[0]?.texts).toEqual({
      prompt: expect.stringContaining("Import statements."),
      output: expect.stringContaining("Import bank statements"),
    });
    expect(gone.attempts[0]).toMatchObject({ attempt: { number: 1 }, texts: { prompt: null, output: null } });
    expect(gone.changes).toBeNull();
  });

  it("hide another client's job, and refuse a key without the scope", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const read = (principal: ReturnType<typeof makePrincipal>) =>
      listAttempts(world.context(principal), { jobId: id, texts: true });

    await expect(read(makePrincipal({ id: "client-2" }))).rejects.toMatchObject({ code: "job_not_found" });
    await expect(read(makePrincipal({ scopes: ["tickets:submit"] }))).rejects.toMatchObject({ code: "forbidden" });
  });
});
