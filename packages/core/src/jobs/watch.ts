import type { AuditEntry } from "../audit/index.ts";
import { AppError } from "../errors.ts";
import { type JobEvent, jobEventOf, statusAfter } from "./job-event.ts";
import { createPauses, type Patience } from "./patience.ts";
import type { JobsContext } from "./ports.ts";
import { getJob } from "./read.ts";
import { isTerminal } from "./rules.ts";

const firstPauseMs = 250;

/** What has happened behind a place in a job's history. Only `listEvents` makes one from nothing: it authorizes. */
export interface EventPage {
  jobId: string;
  events: JobEvent[];
  /** Where the next page goes on. */
  last: number;
  /** The job has ended, and nothing of its work stands behind this page. */
  ended: boolean;
}

/** The events of one of the caller's jobs behind a sequence number. Throws `invalid_request` for one of the future. */
export async function listEvents(context: JobsContext, input: { jobId: string; after: number }): Promise<EventPage> {
  const { jobId, after } = input;
  const job = await getJob(context, { jobId });
  if (after > job.audit.sequence) {
    throw new AppError("invalid_request", `This job has no event ${after} yet`, { field: "after" });
  }
  // After the job: who saw it ended sees its last event as well.
  const entries = await context.jobs.history(jobId, after);
  return pageOf(jobId, after, entries, isTerminal(job.status));
}

/**
 * Goes on behind a page: one page for each look at the table, empty where nothing has happened, until the job has
 * ended, the patience is over or nobody listens any more.
 */
export async function* followEvents(
  context: JobsContext,
  start: EventPage,
  patience: Patience,
): AsyncGenerator<EventPage, void, undefined> {
  const pauses = createPauses(context, patience, firstPauseMs);
  let page = start;
  while (!page.ended && (await pauses.next())) {
    page = pageOf(page.jobId, page.last, await context.jobs.history(page.jobId, page.last), false);
    if (page.events.length > 0) pauses.restart();
    yield page;
  }
}

/** The page, or where it is empty the next one that is not, if one comes in time (RFC 7240 `wait`). */
export async function waitForEvents(context: JobsContext, page: EventPage, patience: Patience): Promise<EventPage> {
  if (page.events.length > 0) return page;
  let latest = page;
  for await (const next of followEvents(context, page, patience)) {
    latest = next;
    if (next.events.length > 0) break;
  }
  return latest;
}

function pageOf(jobId: string, after: number, entries: readonly AuditEntry[], ended: boolean): EventPage {
  return {
    jobId,
    events: entries.flatMap((entry) => jobEventOf(entry) ?? []),
    last: entries.at(-1)?.sequence ?? after,
    ended: ended || entries.some(isEnd),
  };
}

function isEnd(entry: AuditEntry): boolean {
  const status = statusAfter(entry);
  return status !== undefined && isTerminal(status);
}
