import { type EventPage, type JobEvent, jobEventTypes } from "@tessera/core/jobs";
import * as z from "zod";
import { constant } from "../http/openapi.ts";
import { JobId, JobStage, JobStatus } from "./job-wire.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const eventsVersion = "tickets.events.v1";

/** A place in a job's history; `0` stands before its first event. */
export const EventId = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,8})$/, "must be the id of an event")
  .openapi({ example: "7" });

export const TicketsJobEvent = z
  .strictObject({
    id: EventId,
    event_id: z.string().openapi({ description: "The id of the same event on the event bus: keep it to see it once." }),
    type: z.enum(jobEventTypes),
    at: z.iso.datetime(),
    actor: z.enum(["client", "user", "system"]),
    subject: z.strictObject({ kind: constant("job"), id: JobId }),
    status: JobStatus,
    stage: JobStage,
    data: z.looseObject({}).openapi({ description: "What the event tells beside that, by its type." }),
    correlation_id: z.string(),
  })
  .openapi("TicketsJobEvent");

export const eventExample: z.infer<typeof TicketsJobEvent> = {
  id: "2",
  event_id: "019ca945-0a00-758f-8979-a8c488554315",
  type: "job.started",
  at: "2026-03-01T12:00:00.000Z",
  actor: "system",
  subject: { kind: "job", id: "019ca945-0a00-758f-8979-a8c488554316" },
  status: "processing",
  stage: "preparing_prompt",
  data: {},
  correlation_id: "request-4711",
};

export const TicketsJobEvents = z
  .strictObject({
    schema_version: constant(eventsVersion),
    job_id: JobId,
    events: z.array(TicketsJobEvent),
    last_event_id: EventId.openapi({ description: "Ask behind this one next." }),
    ended: z.boolean().openapi({ description: "The job has ended: nothing more of its work will come." }),
  })
  .openapi("TicketsJobEvents");

export function eventToWire(event: JobEvent): z.infer<typeof TicketsJobEvent> {
  return {
    id: String(event.sequence),
    event_id: event.eventId,
    type: event.type,
    at: event.at,
    actor: event.actor,
    subject: { kind: "job", id: event.jobId },
    status: event.status,
    stage: event.stage,
    data: event.data,
    correlation_id: event.correlationId,
  };
}

export function eventsToWire({ jobId, events, last, ended }: EventPage): z.infer<typeof TicketsJobEvents> {
  return {
    schema_version: eventsVersion,
    job_id: jobId,
    events: events.map(eventToWire),
    last_event_id: String(last),
    ended,
  };
}
