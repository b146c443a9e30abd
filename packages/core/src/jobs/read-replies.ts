import { AppError } from "../errors.ts";
import { composeDraft, type GenerationRun, readPart } from "../generation/index.ts";
import type { Attempt } from "./attempt.ts";
import type { Brief } from "./brief.ts";
import type { Reply } from "./call-all.ts";
import type { Job } from "./job.ts";
import type { StageContext } from "./ports.ts";
import type { Work } from "./save-work.ts";

interface Facts {
  job: Job;
  brief: Brief;
  /** Those before these replies. */
  attempts: readonly Attempt[];
  replies: readonly Reply[];
}

/**
 * What the replies come to: the parts that are written with them, and the draft when none is missing any more. An
 * answer of no use is kept with what is wrong with it, for the next try.
 */
export async function readReplies(context: StageContext, facts: Facts): Promise<Work> {
  const { job, brief, replies } = facts;
  const judged = replies.map((reply) => judge(brief, reply));
  const answers = new Map(
    replies.flatMap((reply) => (reply.kind === "answered" ? [[reply.attempt.number, reply.text] as const] : [])),
  );
  const written = job.written.map((before, part) => {
    const attempt = judged.find((candidate) => candidate.part === part);
    return attempt?.outcome === "answered" && attempt.problems.length === 0 ? attempt.number : before;
  });
  const notSent = judged.filter(({ outcome }) => outcome === "not_sent").length;
  const whole = written.every((attempt) => attempt > 0);
  const used = [...facts.attempts, ...judged].filter(({ number }) => written.includes(number));
  return {
    change: { written, calls: job.calls - notSent, ...(whole && { run: runOf(job, used) }) },
    attempts: judged,
    texts: Object.fromEntries([...answers].map(([number, text]) => [`answer-${number}`, text])),
    draft: whole ? await draftOf(context, { ...facts, written, answers }) : null,
  };
}

/** A whole draft is judged by stage 3; of a part, that it holds the tickets it was asked for. */
function judge({ plan }: Brief, reply: Reply): Attempt {
  const { attempt } = reply;
  if (reply.kind === "failed" || plan.skeleton === null) return attempt;
  const read = readPart(plan, attempt.part, reply.text, attempt.finishReason);
  return read.kind === "unreadable" ? { ...attempt, problems: read.problems } : attempt;
}

async function draftOf(
  context: StageContext,
  facts: Facts & { written: readonly number[]; answers: ReadonlyMap<number, string> },
): Promise<string> {
  const { job, brief, written, answers } = facts;
  const texts = await Promise.all(
    written.map(async (number) => answers.get(number) ?? context.jobs.readText(job.id, `answer-${number}`)),
  );
  const { plan } = brief;
  if (plan.skeleton === null && texts[0] !== undefined) return texts[0];
  const parts = texts.map((text, part) => {
    const read = text === undefined ? undefined : readPart(plan, part, text, null);
    if (read?.kind !== "read") throw new AppError("storage_error", "A written part of this job cannot be read");
    return read;
  });
  const tickets = parts.map((part) => part.tickets);
  const changes = parts.flatMap((part) => part.changes);
  return JSON.stringify(composeDraft(plan, tickets, changes));
}

/** The run as the result tells it: of several calls, their sum (TF-45). Unknown tokens make an unknown sum. */
function runOf(job: Job, used: readonly Attempt[]): GenerationRun {
  const sum = (name: "promptTokens" | "completionTokens") =>
    used.reduce<number | null>((total, attempt) => {
      const tokens = attempt[name];
      return total === null || tokens === null ? null : total + tokens;
    }, 0);
  const durations = used.map(({ startedAt, endedAt }) => Date.parse(endedAt ?? startedAt) - Date.parse(startedAt));
  return {
    model: job.model.model,
    durationMs: Math.max(
      0,
      durations.reduce((total, duration) => total + duration, 0),
    ),
    promptTokens: sum("promptTokens"),
    completionTokens: sum("completionTokens"),
    finishReason: used.at(-1)?.finishReason ?? null,
  };
}
