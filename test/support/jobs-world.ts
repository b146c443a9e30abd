import { type AccessStore, type Client, type Principal, scopes, systemPrincipal } from "@tessera/core/access";
import type { Draft, SpecReader } from "@tessera/core/generation";
import type { AcceptInput, Job, JobSettings, WritingContext } from "@tessera/core/jobs";
import { acceptJob, completeJob, generateTickets, preparePrompt, validateOutput } from "@tessera/core/jobs";
import type { ModelCall, ModelGateway, ModelReply, ModelSettings } from "@tessera/core/models";
import { createSpecReader } from "@tessera/providers/documents";
import { makeClient } from "./builders.ts";
import { makeDraft, makeOptions } from "./drafts.ts";
import { breaker, createMemoryHealth, jobSettings, modelSettings } from "./job-settings.ts";
import { createMemoryJobs } from "./memory-jobs.ts";

export const { times, leaseMs } = jobSettings;

export function makePrincipal(overrides: Partial<Principal> = {}): Principal {
  return {
    tenantId: "tenant-1",
    kind: "client",
    id: "client-1",
    userId: null,
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
export function createWorld(
  parts: {
    jobSettings?: Partial<JobSettings>;
    modelSettings?: ModelSettings;
    models?: ModelGateway;
    reader?: SpecReader;
  } = {},
) {
  let nowMs = Date.parse("2026-03-01T12:00:00.000Z");
  let ids = 0;
  let modelRuns = 0;
  let answer: (call: ModelCall) => Promise<string | ModelReply> = async () => JSON.stringify(makeDraft());
  const memory = createMemoryJobs();
  const modelHealth = createMemoryHealth();
  let client: Client = makeClient({ id: "client-1", tenantId: "tenant-1" });
  // Stages ask for nothing but the job's client.
  const access = { findClient: async (id: string) => (id === client.id ? client : undefined) } as AccessStore;
  const ledger = {
    hints: [] as string[],
    callbackHints: [] as string[],
    started: [] as string[],
    stopped: [] as string[],
    modelCalls: [] as ModelCall[],
    logs: [] as string[],
  };
  const log = (message: string) => void ledger.logs.push(message);

  const context = (principal: Principal = makePrincipal()): WritingContext => ({
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
    callbackQueue: {
      send: async (message) => {
        if ("jobId" in message) ledger.callbackHints.push(message.jobId);
      },
    },
    jobSettings: { ...jobSettings, ...parts.jobSettings },
    modelSettings: parts.modelSettings ?? modelSettings,
    reader: parts.reader ?? createSpecReader(),
    models: parts.models ?? {
      call: async (call): Promise<ModelReply> => {
        ledger.modelCalls.push(call);
        modelRuns += 1;
        const usage = { promptTokens: modelRuns, completionTokens: 1 };
        const reply = await answer(call);
        return typeof reply === "string" ? { text: reply, finishReason: "stop", usage } : reply;
      },
    },
    modelHealth,
    breaker,
    access,
    random: () => 0.5,
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
    /** Lets the client's jobs be written by the offline rules where no model does. */
    allowFallback: () => {
      client = { ...client, modelFallback: "offline" };
    },
    /** What the model writes from now on. */
    answerWith: (next: (call: ModelCall) => Promise<string | ModelReply>) => {
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
