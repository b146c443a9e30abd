import * as z from "zod";
import type { AuditEntry } from "../audit/index.ts";
import { ModelChoice } from "../models/index.ts";
import { JobError, jobStages, jobStatuses } from "./job.ts";

/**
 * What of an audit entry's details may be seen from outside, by its action. An entry of another action stays inside,
 * and so does every detail that is not named here.
 */
const shownDetails = {
  "job.accepted": z.object({ title: z.string(), model: ModelChoice }).partial(),
  "job.started": z.object({}),
  "job.stage_changed": z.object({}),
  "job.draft_sent_back": z.object({ problems: z.number() }).partial(),
  "job.model_fell_back": z.object({}),
  "job.cancel_requested": z.object({}),
  "job.completed": z.object({}),
  "job.failed": z.object({}),
  "job.cancelled": z.object({}),
  "job.expired": z.object({}),
  "job.callback_failed": z.object({ attempts: z.number() }).partial(),
} as const;

export type JobEventType = keyof typeof shownDetails;
// `keys` forgets the names, which are exactly the table's.
export const jobEventTypes = Object.keys(shownDetails) as [JobEventType, ...JobEventType[]];

const actorKinds = ["client", "user", "system"] as const;
export type ActorKind = (typeof actorKinds)[number];

/** A moment in a job's life, as its client may see it: its audit entry, without who exactly and what is internal. */
export interface JobEvent {
  /** The place in the job's history, from 1; events that stay inside leave gaps. */
  sequence: number;
  /** The id under which the same change is published on the event bus. */
  eventId: string;
  type: JobEventType;
  jobId: string;
  at: string;
  actor: ActorKind;
  status: (typeof jobStatuses)[number];
  stage: (typeof jobStages)[number];
  data: Record<string, unknown>;
  correlationId: string;
}

const State = z.object({ status: z.enum(jobStatuses), stage: z.enum(jobStages), error: JobError.optional() });

/** The status that a change led to; undefined where it is about something else. */
export function statusAfter(entry: AuditEntry): JobEvent["status"] | undefined {
  return State.safeParse(entry.newValue).data?.status;
}

/** Null where the entry is nobody's business outside. */
export function jobEventOf(entry: AuditEntry): JobEvent | null {
  const type = jobEventTypes.find((name) => name === entry.action);
  const state = State.safeParse(entry.newValue).data;
  if (!type || !state) return null;
  const { status, stage, error } = state;
  return {
    sequence: entry.sequence,
    eventId: entry.id,
    type,
    jobId: entry.subjectId,
    at: entry.at,
    actor: actorKinds.find((kind) => entry.actor.startsWith(`${kind}:`)) ?? "system",
    status,
    stage,
    data: { ...shownDetails[type].safeParse(entry.details).data, ...(error && { error }) },
    correlationId: entry.correlationId,
  };
}
