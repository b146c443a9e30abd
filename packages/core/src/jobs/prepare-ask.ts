import { randomBytes } from "node:crypto";
import { draftPrompt, partPrompt } from "../generation/index.ts";
import { costOf, type ModelCall } from "../models/index.ts";
import type { Attempt } from "./attempt.ts";
import type { Brief } from "./brief.ts";
import { sha256 } from "./hash.ts";
import type { Job } from "./job.ts";
import { callLimits } from "./model-budget.ts";
import type { StageContext } from "./ports.ts";

/** A call that is about to be made, with the row that says so. */
export interface Ask {
  attempt: Attempt;
  /** What the call says, as it is kept. */
  prompt: string;
  call: ModelCall;
}

interface Part {
  job: Job;
  brief: Brief;
  attempts: readonly Attempt[];
  part: number;
  number: number;
}

/** The prompt of a part; where an answer was sent back, with that answer and what is wrong with it (TF-47). */
export async function prepareAsk(context: StageContext, input: Part): Promise<Ask> {
  const { job, brief, part, number } = input;
  const { plan, spec } = brief;
  const { title, options } = job;
  const facts = {
    title,
    spec,
    options,
    plan,
    // New for each request: no text can close a delimiter that did not exist when it was written (L2).
    mark: `spec-${randomBytes(12).toString("hex")}`,
    previous: await previousAnswer(context, input),
  };
  const prompt = plan.skeleton === null ? draftPrompt(facts) : partPrompt({ ...facts, part });
  const call: ModelCall = { ...prompt, choice: job.model, ...callLimits(context, job.model) };
  const { system, messages, maxOutputTokens, temperature } = call;
  const text = JSON.stringify({ system, messages });
  const attempt: Attempt = {
    jobId: job.id,
    number,
    round: job.repairs,
    part,
    model: job.model,
    temperature,
    maxOutputTokens,
    outcome: "started",
    problems: [],
    finishReason: null,
    promptTokens: null,
    completionTokens: null,
    ...costOf(job.model, { promptTokens: null, completionTokens: null }),
    promptSha256: sha256(text),
    outputSha256: null,
    startedAt: context.now().toISOString(),
    endedAt: null,
    purgeAt: job.purgeAt,
  };
  return { attempt, prompt: text, call };
}

async function previousAnswer(context: StageContext, { job, attempts, part }: Part) {
  const last = attempts.findLast((attempt) => attempt.part === part && attempt.outcome === "answered");
  if (!last || last.problems.length === 0) return null;
  const answer = await context.jobs.readText(job.id, `answer-${last.number}`);
  return { answer: answer ?? null, problems: last.problems };
}
