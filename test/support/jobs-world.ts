import { type Principal, scopes, systemPrincipal } from "@tessera/core/access";
import type { Draft, ModelAnswer, ModelRequest } from "@tessera/core/generation";
import type { AcceptInput, Job, StageContext } from "@tessera/core/jobs";
import { acceptJob, completeJob, generateTickets, preparePrompt, validateOutput } from "@tessera/core/jobs";
import { makeDraft, makeOptions } from "./drafts.ts";
import { createMemoryJobs } from "./memory-jobs.ts";

export const times = {
  retentionMs: 7 * 86_400_000,
  tombstoneMs: 30 * 86_400_000,
  requeueAfterMs: 60_000,
  queuedLimitMs: 3_600_000,
  processingLimitMs: 900_000,
};
export const leaseMs = 300_000;

export function makePrincipal(overrides: Partial<Principal> = {}): Principal {
  return {
    tenantId: "tenant-1",
    kind: "client",
    id: "client-1",
    keyId: "key-1",
    active: true,
    scopes: [...scopes],
    roles: [],
    features: ["tickets"],
    ...overrides,
  };
}

export function makeSubmit(overrides: Partial<AcceptInput> = {}): AcceptInput {
  return {
    idempotencyKey: "key",
    title: "Billing reconciliation",
    spec: "# Billing\n\nImport statements.",
    options: makeOptions(),
    callbackUrl: "https://receiver.test/hooks/{job_id}",
    ...overrides,
  };
}

export type World = ReturnType<typeof createWorld>;

/** The jobs engine with every port in memory, a clock that only moves when told, and a ledger of what was sent. */
export function createWorld() {
  let nowMs = Date.parse("2026-03-01T12:00:00.000Z");
  let ids = 0;
  let modelRuns = 0;
  let answer: (request: ModelRequest) => Promise<string> = async () => JSON.stringify(makeDraft());
  const memory = createMemoryJobs();
  const ledger = {
    hints: [] as string[],
    callbackHints: [] as string[],
    started: [] as string[],
    stopped: [] as string[],
    modelCalls: [] as ModelRequest[],
    logs: [] as string[],
  };
  const log = (message: string) => void ledger.logs.push(message);

  const context = (principal: Principal = makePrincipal()): StageContext => ({
    principal,
    correlationId: "correlation-1",
    now: () => new Date(nowMs),
    newId: () => {
      ids += 1;
      return `0198b0f0-0000-7000-8000-${String(ids).padStart(12, "0")}`;
    },
    log: { info: log, warn: log, error: log },
    jobs: memory,
    queue: { send: async ({ jobId }) => void ledger.hints.push(jobId) },
    workflow: {
      start: async (jobId) => void ledger.started.push(jobId),
      stop: async (jobId) => void ledger.stopped.push(jobId),
    },
    callbackQueue: { send: async ({ jobId }) => void ledger.callbackHints.push(jobId) },
    jobSettings: { times, bounds: { perClient: 100, global: 1_000 }, leaseMs },
    reader: { read: () => ({ title: null, frontMatter: {}, sections: [] }) },
    model: {
      exclusive: true,
      generate: async (request): Promise<ModelAnswer> => {
        ledger.modelCalls.push(request);
        modelRuns += 1;
        const run = { model: `run-${modelRuns}`, durationMs: 5, promptTokens: 1, completionTokens: 1 };
        return { text: await answer(request), run: { ...run, finishReason: "stop" } };
      },
    },
  });

  return {
    memory,
    ledger,
    context,
    /** As the workflow's functions run. */
    system: () => context(systemPrincipal("stage")),
    now: () => new Date(nowMs),
    advance: (ms: number) => {
      nowMs += ms;
    },
    setNow: (iso: string) => {
      nowMs = Date.parse(iso);
    },
    /** Until every worker waits for something that will not come by itself. Ports in memory answer within one turn. */
    settled: () => new Promise<void>((resolve) => setImmediate(resolve)),
    /** What the model writes from now on. */
    answerWith: (next: (request: ModelRequest) => Promise<string>) => {
      answer = next;
    },
  };
}

export function submit(world: World, overrides: Partial<AcceptInput> = {}, principal = makePrincipal()): Promise<Job> {
  return acceptJob(world.context(principal), makeSubmit(overrides));
}

export const stages = { preparePrompt, generateTickets, validateOutput, completeJob };
export type StageName = keyof typeof stages;

/** Runs stages of one execution, one after the other; answers the last one's outcome. */
export async function runStages(world: World, jobId: string, names: readonly StageName[], executionId = "execution-1") {
  let outcome = "none";
  for (const name of names) ({ outcome } = await stages[name](world.system(), { jobId, executionId }));
  return outcome;
}

/** A job that went through the given stages. */
export async function jobAfter(world: World, names: readonly StageName[], overrides: Partial<AcceptInput> = {}) {
  const { id } = await submit(world, overrides);
  await runStages(world, id, names);
  return world.memory.saved(id).job;
}

/** What a model writes that code cannot mend. */
export const badDraft: Draft = makeDraft({ tickets: [] });
