import { draftTickets } from "../generation/index.ts";
import { costOf } from "../models/index.ts";
import type { Attempt } from "./attempt.ts";
import type { Brief } from "./brief.ts";
import { sha256 } from "./hash.ts";
import type { Job } from "./job.ts";
import type { WritingContext } from "./ports.ts";
import { saveWork } from "./save-work.ts";
import type { StageOutcome } from "./stage.ts";

const noTokens = { promptTokens: null, completionTokens: null };

/**
 * The draft of the product's own rules (TF-52). Without a lease: free and deterministic, so running twice costs nothing
 * and writes the same.
 */
export async function writeOffline(context: WritingContext, job: Job, { spec, plan }: Brief): Promise<StageOutcome> {
  const startedAt = context.now();
  const { title, options } = job;
  const draft = JSON.stringify(
    draftTickets(context.reader.read(spec), { title, options, requirements: plan.requirements }),
  );
  const endedAt = context.now();

  const number = job.attempts + 1;
  const attempt: Attempt = {
    jobId: job.id,
    number,
    round: job.repairs,
    part: 0,
    model: job.model,
    temperature: null,
    maxOutputTokens: null,
    outcome: "answered",
    problems: [],
    finishReason: "stop",
    ...noTokens,
    ...costOf(job.model, noTokens),
    promptSha256: sha256(JSON.stringify({ title, options, specSha256: plan.specSha256 })),
    outputSha256: sha256(draft),
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    purgeAt: job.purgeAt,
  };
  const durationMs = Math.max(0, endedAt.getTime() - startedAt.getTime());
  const run = { model: job.model.model, durationMs, ...noTokens, finishReason: "stop" };
  const written = job.written.map(() => number);
  await saveWork(context, job, {
    change: { attempts: number, written, run },
    attempts: [attempt],
    texts: {},
    draft,
  });
  return "ready";
}
