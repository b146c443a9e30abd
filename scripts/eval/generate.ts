import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@tessera/core/errors";
import { type Coverage, type GenerationOptions, TicketsResult } from "@tessera/core/generation";
import { type Attempt, JobTrace } from "@tessera/core/jobs";
import { createSpecReader } from "@tessera/providers/documents";
import { createWorld, stages, submit, type World } from "../../test/support/jobs-world.ts";
import { modelsFor } from "./models.ts";

export interface Generated {
  /** Null where the job failed. */
  outcome: { result: TicketsResult; coverage: Coverage } | null;
  /** Why it failed; empty where it did not. */
  problems: string[];
  durationMs: number;
  /** Null where the provider does not say. */
  tokens: number | null;
  costUsd: number | null;
}

export interface GenerateRequest {
  provider: string;
  model: string | null;
  name: string;
  spec: string;
  options: GenerationOptions;
}

/**
 * Has one spec written out as tickets by the product's own stages, with a store in memory: the plan, the parts, the
 * repairs and the coverage of a real job, whoever writes.
 */
export async function generateWith(request: GenerateRequest): Promise<Generated> {
  const { provider, model, name, spec, options } = request;
  const title = createSpecReader().read(spec).title ?? name.replace(/\.\w+$/, "");
  const world = createWorld(modelsFor(provider));
  const choice = { provider, ...(model !== null && { model }) };
  const job = await submit(world, { idempotencyKey: name, title, spec, options, callbackUrl: null, model: choice });
  const startedAt = performance.now();
  const problems = await runJob(world, job.id);
  const durationMs = Math.round(performance.now() - startedAt);

  const { texts, attempts } = world.memory.saved(job.id);
  const finished = problems.length === 0 && texts.result !== undefined && texts.trace !== undefined;
  return {
    outcome: finished
      ? {
          result: TicketsResult.parse(JSON.parse(texts.result ?? "")),
          coverage: JobTrace.parse(JSON.parse(texts.trace ?? "")).coverage,
        }
      : null,
    problems: finished ? [] : [...problems, ...attempts.flatMap((attempt) => attempt.problems)],
    durationMs,
    tokens: sum(attempts, ({ promptTokens, completionTokens }) =>
      promptTokens === null || completionTokens === null ? null : promptTokens + completionTokens,
    ),
    costUsd: sum(attempts, ({ costUsd }) => costUsd),
  };
}

/** The stages in the order of the workflow. Answers why the job failed; nothing where it did not. */
async function runJob(world: World, jobId: string): Promise<string[]> {
  const input = { jobId, executionId: "evaluation" };
  try {
    await stages.preparePrompt(world.system(), input);
    for (let outcome = "more"; outcome !== "ready" && outcome !== "stop"; ) outcome = await writeDraft(world, input);
    await stages.completeJob(world.system(), input);
    return [];
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    return [`${cause.code}: ${cause.message}`];
  }
}

/** One round of stages 2 and 3, with the wait that the model's host asks for. */
async function writeDraft(world: World, input: { jobId: string; executionId: string }): Promise<string> {
  const { outcome, waitSeconds = 0 } = await stages.generateTickets(world.system(), input);
  if (outcome === "ready") return (await stages.validateOutput(world.system(), input)).outcome;
  await sleep(waitSeconds * 1_000);
  world.advance(waitSeconds * 1_000);
  return outcome;
}

function sum(attempts: readonly Attempt[], value: (attempt: Attempt) => number | null): number | null {
  return attempts.reduce<number | null>((total, attempt) => {
    const next = value(attempt);
    return total === null || next === null ? null : total + next;
  }, 0);
}
