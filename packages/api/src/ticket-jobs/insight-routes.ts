import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { eventFrame, heartbeatFrame, openingFrame } from "../http/event-stream.ts";
import { json } from "../http/openapi.ts";
import { text } from "../http/text.ts";
import { TicketsJobAttempts } from "./attempts-wire.ts";
import { errors } from "./contract.ts";
import { TicketsJobCoverage } from "./coverage-wire.ts";
import { ErrorBody } from "./errors.ts";
import { EventId, eventExample, TicketsJobEvents } from "./events-wire.ts";
import { JobId, TicketsJobAcceptedResponse, TicketsJobResponse } from "./job-wire.ts";
import { TicketsJobUsage } from "./usage-wire.ts";
import { acceptedHeaders, Prefer, preferenceApplied } from "./wait-routes.ts";

const tags = ["tickets"];
const params = z.object({ job_id: JobId });
const readErrors = errors(400, 401, 403, 404, 429, 500);

/** What seed 001 does not have: it closes the bodies of jobs and results, so more about a job stands beside them. */
export const coverageRoute = createRoute({
  method: "get",
  path: "/tickets/v1/jobs/{job_id}/coverage",
  operationId: "GetTicketsJobCoverage",
  summary: "Get what of the spec the tickets cover",
  description:
    "Requires scope tickets:read. Every requirement found in the spec, the tickets that cover it, or the reason why " +
    "none does. Ranges and hashes refer to the spec as it was submitted, so the answer can be checked against it.",
  tags,
  request: { params },
  responses: {
    200: json(
      z.union([TicketsJobCoverage, TicketsJobResponse]),
      "Coverage of a completed job, or a terminal job status when no result exists",
    ),
    202: json(ErrorBody, "Job is not completed"),
    ...readErrors,
  },
});

export const attemptsRoute = createRoute({
  method: "get",
  path: "/tickets/v1/jobs/{job_id}/attempts",
  operationId: "GetTicketsJobAttempts",
  summary: "Get every attempt at a job's tickets",
  description:
    "Requires scope tickets:read. Who was asked, by which parameters, what came of it and what it cost; of jobs in any " +
    "status. Texts are kept until the job expires.",
  tags,
  request: {
    params,
    query: z.strictObject({
      texts: z
        .enum(["true", "false"])
        .optional()
        .openapi({ description: "Whether to show what was asked and answered." }),
    }),
  },
  responses: { 200: json(TicketsJobAttempts, "The attempts so far"), ...readErrors },
});

export const usageRoute = createRoute({
  method: "get",
  path: "/tickets/v1/jobs/{job_id}/usage",
  operationId: "GetTicketsJobUsage",
  summary: "Get what a job has used",
  description: "Requires scope tickets:read. Calls, tokens and cost of all attempts, failed ones included.",
  tags,
  request: { params },
  responses: { 200: json(TicketsJobUsage, "The usage so far"), ...readErrors },
});

const streamExample =
  openingFrame + eventFrame({ id: eventExample.id, type: eventExample.type, data: eventExample }) + heartbeatFrame;

export const eventsRoute = createRoute({
  method: "get",
  path: "/tickets/v1/jobs/{job_id}/events",
  operationId: "GetTicketsJobEvents",
  summary: "Follow a job",
  description:
    "Requires scope tickets:read. With `Accept: text/event-stream` a stream of server-sent events: `id` is the place " +
    "in the job's history, `event` its type, `data` one TicketsJobEvent as JSON; a comment every 15 seconds. It ends " +
    "when the job has, or after some minutes, and is resumed by Last-Event-ID; 204 tells that nothing more will come. " +
    "Otherwise one JSON page, which waits for news with `Prefer: wait=N`.",
  tags,
  request: {
    params,
    query: z.strictObject({
      after: EventId.optional().openapi({ description: "Only what came after this event.", example: "7" }),
    }),
    headers: z.object({
      Prefer,
      "Last-Event-ID": EventId.optional().openapi({
        description: "Like `after`, and in its stead where both are given: what a browser sends when it comes back.",
        example: "7",
      }),
    }),
  },
  responses: {
    200: {
      description: "The events behind the one that is named",
      headers: preferenceApplied,
      content: {
        "application/json": { schema: TicketsJobEvents },
        "text/event-stream": { schema: z.string(), example: streamExample },
      },
    },
    204: { description: "To a stream only: the job has ended, and nothing stands behind this event" },
    ...readErrors,
  },
});

export const replayRoute = createRoute({
  method: "post",
  path: "/tickets/v1/jobs/{job_id}/replay",
  operationId: "ReplayTicketsJob",
  summary: "Run a job's spec again",
  description:
    "Requires scope tickets:submit. A new job from the title, spec, options and model of this one, without its " +
    "callback, for as long as its spec is kept. The offline generator writes the same tickets again.",
  tags,
  request: {
    params,
    headers: z.object({
      Prefer,
      "Idempotency-Key": text(255).optional().openapi({
        description: "Repeats with the same key answer the same new job. Without one, each call makes another.",
      }),
    }),
  },
  responses: {
    202: {
      ...json(TicketsJobAcceptedResponse, "Job accepted"),
      headers: {
        ...acceptedHeaders,
        Location: { description: "The new job's status_url.", schema: { type: "string" } },
      },
    },
    ...readErrors,
  },
});
