import { cancelJob, type EventPage, followEvents, type JobEvent, listEvents, waitForEvents } from "@tessera/core/jobs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createWorld,
  jobAfter,
  makePrincipal,
  runStages,
  type StageName,
  submit,
  type World,
} from "../../support/jobs-world.ts";
import { patience } from "../../support/patience.ts";

const allStages: StageName[] = ["preparePrompt", "generateTickets", "validateOutput", "completeJob"];

const eachStage = (world: World, jobId: string) => allStages.map((name) => () => runStages(world, jobId, [name]));

async function collect(pages: AsyncIterable<EventPage>): Promise<EventPage[]> {
  const all: EventPage[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const storyOf = (events: readonly JobEvent[]) => events.map(({ sequence, type, stage }) => [sequence, type, stage]);

const wholeStory = [
  [1, "job.accepted", "queued"],
  [2, "job.started", "preparing_prompt"],
  [3, "job.stage_changed", "generating_tickets"],
  [4, "job.stage_changed", "validating_output"],
  [5, "job.completed", "completed"],
];

describe("X-31 listing a job's events", () => {
  it("answers its history from the beginning, and that it has ended", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);

    const page = await listEvents(world.context(), { jobId: id, after: 0 });

    expect(storyOf(page.events)).toEqual(wholeStory);
    expect(page).toMatchObject({ last: 5, ended: true });
  });

  it("answers only what stands behind a place", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages.slice(0, 2));

    const page = await listEvents(world.context(), { jobId: id, after: 3 });

    expect(storyOf(page.events)).toEqual([wholeStory[3]]);
    expect(page).toMatchObject({ last: 4, ended: false });
  });

  it("answers nothing behind the last event of a job that has ended", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);

    expect(await listEvents(world.context(), { jobId: id, after: 5 })).toMatchObject({
      events: [],
      last: 5,
      ended: true,
    });
  });

  it("refuses a place that the job has not come to", async () => {
    const world = createWorld();
    const { id } = await submit(world);

    await expect(listEvents(world.context(), { jobId: id, after: 2 })).rejects.toMatchObject({
      code: "invalid_request",
    });
  });

  it("shows what a client may see and nothing else", async () => {
    const world = createWorld();
    const { id } = await submit(world, { spec: "secret words" });

    const { events } = await listEvents(world.context(), { jobId: id, after: 0 });

    expect(events).toEqual([
      {
        sequence: 1,
        eventId: expect.any(String),
        type: "job.accepted",
        jobId: id,
        at: world.now().toISOString(),
        actor: "client",
        status: "queued",
        stage: "queued",
        data: { title: "Billing reconciliation", model: { provider: "ollama", model: "test-model" } },
        correlationId: "correlation-1",
      },
    ]);
  });

  it("tells why a job has failed", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    await cancelJob(world.context(), { jobId: id });

    const { events } = await listEvents(world.context(), { jobId: id, after: 1 });

    expect(events).toMatchObject([
      { type: "job.cancelled", status: "cancelled", data: { error: { code: "job_cancelled" } } },
    ]);
  });

  it.each([
    ["unknown actions", { action: "job.billed_inside" }],
    ["no state", { newValue: { cost: 1 } }],
  ])("keeps entries of %s inside, and goes on behind them", async (_what, change) => {
    const world = createWorld();
    const { id } = await submit(world);
    const context = world.context();
    const history: typeof context.jobs.history = async (jobId, after) =>
      (await context.jobs.history(jobId, after)).map((entry) => ({ ...entry, ...change }));

    const page = await listEvents({ ...context, jobs: { ...context.jobs, history } }, { jobId: id, after: 0 });

    expect(page).toMatchObject({ events: [], last: 1 });
  });

  it("hides another client's job, and refuses a key without the scope", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const list = (principal: ReturnType<typeof makePrincipal>, jobId = id) =>
      listEvents(world.context(principal), { jobId, after: 0 });

    await expect(list(makePrincipal({ id: "client-2" }))).rejects.toMatchObject({ code: "job_not_found" });
    await expect(list(makePrincipal(), crypto.randomUUID())).rejects.toMatchObject({ code: "job_not_found" });
    await expect(list(makePrincipal({ scopes: ["tickets:submit"] }))).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("following a job", () => {
  it("tells each event once and in order, and ends with the job", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const start = await listEvents(world.context(), { jobId: id, after: 0 });
    const { waiting, pauses } = patience(world, eachStage(world, id));

    const pages = await collect(followEvents(world.context(), start, waiting));

    expect(storyOf([start, ...pages].flatMap(({ events }) => events))).toEqual(wholeStory);
    expect(pages.at(-1)).toMatchObject({ last: 5, ended: true });
    expect(pauses).toHaveLength(4);
  });

  it("looks once for each pause; pauses grow to a second, and are short again when something has happened", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const start = await listEvents(world.context(), { jobId: id, after: 0 });
    const quiet = Array.from({ length: 5 }, () => async () => {});
    const { waiting, pauses, gone } = patience(world, [
      ...quiet,
      () => runStages(world, id, ["preparePrompt"]),
      async () => gone.abort(),
    ]);

    const pages = await collect(followEvents(world.context(), start, waiting));

    expect(pauses).toEqual([250, 375, 563, 845, 1_000, 1_000, 250]);
    expect(pages).toHaveLength(6);
  });

  it("ends by itself when its time is up, with nothing lost for whoever goes on", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const start = await listEvents(world.context(), { jobId: id, after: 0 });
    const { waiting, pauses } = patience(world, [], 10_000);

    const pages = await collect(followEvents(world.context(), start, waiting));

    expect(pages.at(-1)).toMatchObject({ last: 1, ended: false });
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBe(10_000);
  });

  it("stops at once when nobody listens any more", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const context = world.context();
    const start = await listEvents(context, { jobId: id, after: 0 });
    const { waiting, gone } = patience(world, [async () => gone.abort()]);
    let looks = 0;
    const history: typeof context.jobs.history = (...where) => {
      looks += 1;
      return context.jobs.history(...where);
    };

    await collect(followEvents({ ...context, jobs: { ...context.jobs, history } }, start, waiting));

    expect(looks).toBe(0);
  });

  // Whoever comes back names the last event that it has seen; where that was is up to chance.
  it("loses and repeats nothing, wherever the connections break", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 6 }), async (breaks) => {
        const world = createWorld();
        const { id } = await submit(world);
        const script = eachStage(world, id);
        const work = async () => script.shift()?.();

        const seen: JobEvent[] = [];
        for (const limit of [...breaks, wholeStory.length]) {
          seen.push(...(await seeUpTo(limit, { world, jobId: id, after: seen.at(-1)?.sequence ?? 0, work })));
        }

        expect(storyOf(seen)).toEqual(wholeStory);
      }),
    );
  });

  /** What a connection that breaks after so many events has shown; work goes on in each pause. */
  async function seeUpTo(
    limit: number,
    at: { world: World; jobId: string; after: number; work: () => Promise<unknown> },
  ): Promise<JobEvent[]> {
    const context = at.world.context();
    const start = await listEvents(context, at);
    const { waiting } = patience(
      at.world,
      Array.from({ length: 20 }, () => at.work),
    );
    const got = [...start.events];
    for await (const { events } of followEvents(context, start, waiting)) {
      if (got.length >= limit) break;
      got.push(...events);
    }
    return got.slice(0, limit);
  }
});

describe("RFC 7240 waiting for the next events", () => {
  it("answers a page with events at once", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const page = await listEvents(world.context(), { jobId: id, after: 0 });
    const { waiting, pauses } = patience(world);

    expect(await waitForEvents(world.context(), page, waiting)).toBe(page);
    expect(pauses).toEqual([]);
  });

  it("answers the first news", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const page = await listEvents(world.context(), { jobId: id, after: 1 });
    const { waiting, pauses } = patience(world, [async () => {}, () => runStages(world, id, ["preparePrompt"])]);

    const next = await waitForEvents(world.context(), page, waiting);

    expect(storyOf(next.events)).toEqual(wholeStory.slice(1, 3));
    expect(pauses).toHaveLength(2);
  });

  it("answers an empty page when the time is up, and at once when the job has ended", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const page = await listEvents(world.context(), { jobId: id, after: 1 });

    expect(await waitForEvents(world.context(), page, patience(world, [], 3_000).waiting)).toMatchObject({
      events: [],
      last: 1,
      ended: false,
    });
    await runStages(world, id, allStages);
    const end = await listEvents(world.context(), { jobId: id, after: 5 });
    const { waiting, pauses } = patience(world);
    expect(await waitForEvents(world.context(), end, waiting)).toMatchObject({ events: [], ended: true });
    expect(pauses).toEqual([]);
  });
});
