import { AuditHead, findChainFault } from "@tessera/core/audit";
import { AppError } from "@tessera/core/errors";
import {
  acceptJob,
  cancelJob,
  failJob,
  getResult,
  type JobStatus,
  startJob,
  sweepJobs,
  visibleJob,
  type WritingContext,
} from "@tessera/core/jobs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeDraft } from "../../support/drafts.ts";
import { fullSize } from "../../support/full-size.ts";
import { createWatcher, endedStatuses } from "../../support/job-watcher.ts";
import {
  badDraft,
  createWorld,
  leaseMs,
  makePrincipal,
  makeSubmit,
  type StageName,
  stages,
  times,
  type World,
} from "../../support/jobs-world.ts";
import { KilledError, mortal } from "../../support/memory-jobs.ts";

type Command =
  | { kind: "submit"; key: number; client: number }
  | { kind: "hint" | "cancel" | "fail"; job: number; death: Death | null }
  | { kind: "stage"; name: StageName; job: number; execution: number; death: Death | null }
  | { kind: "sweep"; death: Death | null }
  | { kind: "advance"; ms: number }
  | { kind: "wait"; steps: number };
type Death = Parameters<typeof mortal>[1];

const job = fc.nat(3);
const death = fc.option(
  fc.record({ atWrite: fc.integer({ min: 1, max: 3 }), when: fc.constantFrom("before" as const, "after" as const) }),
  { freq: 3 },
);
const stageNames: StageName[] = ["preparePrompt", "generateTickets", "validateOutput", "completeJob"];
const command = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("submit" as const), key: fc.nat(2), client: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("hint" as const, "fail" as const), job, death }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), job, death }) },
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constant("stage" as const),
      name: fc.constantFrom(...stageNames),
      job,
      execution: fc.nat(1),
      death,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("sweep" as const), death }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("advance" as const),
      ms: fc.constantFrom(1, times.requeueAfterMs, leaseMs, times.processingLimitMs, times.retentionMs),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("wait" as const), steps: fc.integer({ min: 1, max: 8 }) }) },
);

type Wrap = (context: WritingContext) => WritingContext;

/** Every call of the store waits for its turn, and every write is looked at. */
function watched(context: WritingContext, turn: (name: string) => Promise<void>, look: () => void): WritingContext {
  const calls = Object.entries(context.jobs)
    .filter(([name]) =>
      ["find", "load", "accept", "transition", "progress", "readText", "attempts", "deleteTexts"].includes(name),
    )
    .map(([name, call]) => [
      name,
      async (...values: unknown[]) => {
        await turn(name);
        const answer = call(...values);
        look();
        return answer;
      },
    ]);
  return { ...context, jobs: { ...context.jobs, ...Object.fromEntries(calls) } };
}

/** Losing a race, dying, or coming at the wrong time is part of the game. Answers anything else: a bug. */
async function bugOf(task: Promise<unknown>): Promise<unknown> {
  try {
    await task;
    return undefined;
  } catch (cause) {
    const expected = cause instanceof AppError && !cause.message.includes("cannot become");
    return expected || cause instanceof KilledError ? undefined : cause;
  }
}

function launch(world: World, wrap: Wrap, command: Command): Promise<unknown> {
  const { system, context } = world;
  const jobId = "job" in command ? (world.memory.ids()[command.job] ?? "unknown") : "none";
  const dying = (ports: WritingContext, at: Death | null) => (at ? mortal(wrap(ports), at) : wrap(ports));
  const owner = world.memory.ids().includes(jobId) ? world.memory.saved(jobId).job.clientId : "client-0";
  switch (command.kind) {
    case "submit": {
      const client = context(makePrincipal({ id: `client-${command.client}` }));
      return acceptJob(wrap(client), makeSubmit({ idempotencyKey: `key-${command.key}` }));
    }
    case "hint":
      return startJob(dying(system(), command.death), { jobId });
    case "cancel":
      return cancelJob(dying(context(makePrincipal({ id: owner })), command.death), { jobId });
    case "fail": {
      const failure = { Error: "Permanent", Cause: "model_timeout: too slow" };
      return failJob(dying(system(), command.death), { jobId, executionId: "execution-0", failure });
    }
    case "stage": {
      const executionId = `execution-${command.execution}`;
      return stages[command.name](dying(system(), command.death), { jobId, executionId });
    }
    case "sweep":
      return sweepJobs(dying(system(), command.death));
    case "advance":
      world.advance(command.ms);
      return Promise.resolve();
    case "wait":
      return Promise.resolve();
  }
}

/** One undisturbed execution, as the workflow runs it. */
async function runWorkflow(
  context: WritingContext,
  jobId: string,
  executionId: string,
  wait: (ms: number) => void,
): Promise<void> {
  let name: StageName | "end" = "preparePrompt";
  while (name !== "end") {
    const { outcome, waitSeconds = 0 } = await stages[name](context, { jobId, executionId });
    wait(waitSeconds * 1_000);
    if (outcome === "stop") name = "end";
    else if (outcome === "repair" || outcome === "more" || outcome === "wait") name = "generateTickets";
    else name = stageNames[stageNames.indexOf(name) + 1] ?? "end";
  }
}

/** The world calms down: the clock ticks, sweeps run, and every hint is followed. */
async function drain(world: World, look: () => void): Promise<void> {
  const context = watched(world.system(), async () => undefined, look);
  const live = () => world.memory.ids().filter((id) => !endedStatuses.includes(world.memory.saved(id).job.status));
  for (let round = 0; live().length > 0 && round < 20; round += 1) {
    world.advance(times.requeueAfterMs);
    world.ledger.hints.length = 0;
    await sweepJobs(context);
    for (const jobId of world.ledger.hints)
      expect(await bugOf(runWorkflow(context, jobId, `drain-${round}`, world.advance))).toBeUndefined();
  }
  expect(live()).toEqual([]);
}

/** Everything has expired: nothing of anybody's spec is left. */
async function judgeForgetting(world: World): Promise<void> {
  world.advance(times.retentionMs);
  for (let sweep = 0; sweep < 2; sweep += 1) await sweepJobs(world.system());
  for (const jobId of world.memory.ids()) {
    expect(world.memory.saved(jobId)).toMatchObject({ texts: {}, job: { dueAt: null } });
  }
}

async function judgeEnd(world: World, jobId: string): Promise<void> {
  const { job, entries, callback } = world.memory.saved(jobId);
  expect(findChainFault(entries, AuditHead.parse(job.audit))).toBeNull();
  const ends = entries
    .map((entry) => entry.action)
    .filter((action) => endedStatuses.includes(action.slice(4) as JobStatus));
  expect(ends.filter((action) => action !== "job.expired").length).toBeLessThanOrEqual(1);
  expect(ends.length).toBe(new Set(ends).size);
  expect(callback?.event).toBe(ends[0] === "job.expired" ? undefined : ends[0]);

  const answer = await getResult(world.context(makePrincipal({ id: job.clientId })), { jobId });
  expect(answer.kind).toBe(visibleJob(job, world.now())?.status === "completed" ? "ready" : "none");
  if (answer.kind === "ready") {
    expect(answer.result.source.summary).toBe(`by call ${answer.result.generation.promptTokens}`);
  }
}

/** Starts everything at once, as far as the scheduler lets it, and waits until nothing moves any more. */
async function play(world: World, scheduler: fc.Scheduler, commands: Command[], answers: string[]): Promise<void> {
  const { look, faults } = createWatcher(world);
  const turn = (name: string) => scheduler.schedule(Promise.resolve(), name);
  const wrap: Wrap = (context) => watched(context, turn, look);
  world.answerWith(async () => {
    const call = world.ledger.modelCalls.length;
    await turn("model");
    const kind = answers[call % answers.length];
    if (kind === "down") throw new AppError("model_unavailable", "down");
    return JSON.stringify(kind === "bad" ? badDraft : makeDraft({ summary: `by call ${call}` }));
  });

  const bugs: Promise<unknown>[] = [];
  for (const next of commands) {
    // Days do not pass between a worker's decision and its write.
    if (next.kind === "advance" && next.ms >= times.retentionMs) await scheduler.waitIdle();
    bugs.push(bugOf(launch(world, wrap, next)));
    if (next.kind === "wait") await scheduler.waitNext(Math.min(next.steps, scheduler.count()));
    look();
  }
  await scheduler.waitIdle();
  const found = await Promise.all(bugs);

  world.answerWith(async () => JSON.stringify(makeDraft({ summary: `by call ${world.ledger.modelCalls.length}` })));
  await drain(world, look);
  for (const fault of [...faults, ...found]) if (fault !== undefined) throw fault;
}

/** RELIABILITY H7 wants 10,000 steps. */
const runs = fullSize(260, 80);
const commandsAtLeast = 40;

describe("X-11 X-12 H7 G2 G5 the life of a job, in any order of events", () => {
  it(`holds its promises over ${runs * commandsAtLeast} steps and more`, { timeout: 120_000 }, async () => {
    const reached = new Map<string, number>();
    let steps = 0;

    const property = fc.asyncProperty(
      fc.scheduler(),
      fc.array(command, { minLength: commandsAtLeast, maxLength: 80, size: "max" }),
      fc.array(fc.constantFrom("good", "bad", "down"), { minLength: 1, maxLength: 5 }),
      async (scheduler, commands, answers) => {
        const world = createWorld();
        steps += commands.length;

        await play(world, scheduler, commands, answers);

        for (const jobId of world.memory.ids()) {
          await judgeEnd(world, jobId);
          const { status } = world.memory.saved(jobId).job;
          reached.set(status, (reached.get(status) ?? 0) + 1);
        }
        await judgeForgetting(world);
      },
    );
    await fc.assert(property, { numRuns: runs });

    expect(steps).toBeGreaterThanOrEqual(runs * commandsAtLeast);
    // A walk that never gets anywhere shows nothing.
    expect([...reached.keys()].sort()).toEqual(["cancelled", "completed", "expired", "failed"]);
  });
});
