import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { pageQuery } from "../http/paging.ts";
import { errors } from "./contract.ts";
import { ErrorBody } from "./errors.ts";
import { canonicalExample } from "./example.ts";
import {
  JobId,
  JobStatus,
  TicketsJobAcceptedResponse,
  TicketsJobListResponse,
  TicketsJobResponse,
} from "./job-wire.ts";
import { TicketsJobResultResponse } from "./result-wire.ts";
import { TicketsSchemaResponse } from "./schema-wire.ts";
import { TicketsJobSubmitRequest } from "./submit-wire.ts";

const tags = ["tickets"];
const params = z.object({ job_id: JobId });

export const submitRoute = createRoute({
  method: "post",
  path: "/tickets/v1/jobs",
  operationId: "SubmitTicketsJob",
  summary: "Submit a ticket generation job",
  description:
    "Requires scope tickets:submit. Returns 202 immediately; poll status_url until the job reaches a terminal status.",
  tags,
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: TicketsJobSubmitRequest,
          examples: { canonical: { value: canonicalExample } },
        },
      },
    },
  },
  responses: { 202: json(TicketsJobAcceptedResponse, "Job accepted"), ...errors(400, 401, 403, 429, 500) },
});

export const submitAliasRoute = createRoute({
  ...submitRoute,
  path: "/v1/task-generation/jobs",
  operationId: "SubmitTaskGenerationJobCompatibility",
  summary: "Compatibility alias for SubmitTicketsJob",
  description:
    "Requires scope tickets:submit. Accepts the same request body and returns the same response as " +
    "POST /tickets/v1/jobs.",
  request: { body: { required: true, content: { "application/json": { schema: TicketsJobSubmitRequest } } } },
});

export const listRoute = createRoute({
  method: "get",
  path: "/tickets/v1/jobs",
  operationId: "ListTicketsJobs",
  summary: "List ticket jobs for the authenticated client",
  description:
    "Requires scope tickets:read. Only jobs owned by the API key's client are returned, newest first. " +
    'The next page is in the Link header, rel="next".',
  tags,
  request: { query: z.strictObject({ status: JobStatus.optional(), ...pageQuery }) },
  responses: { 200: json(TicketsJobListResponse, "Job list"), ...errors(400, 401, 403, 429, 500) },
});

export const getRoute = createRoute({
  method: "get",
  path: "/tickets/v1/jobs/{job_id}",
  operationId: "GetTicketsJob",
  summary: "Get ticket job status",
  description: "Requires scope tickets:read. Poll until status is completed, failed, cancelled, or expired.",
  tags,
  request: { params },
  responses: { 200: json(TicketsJobResponse, "Job status"), ...errors(400, 401, 403, 404, 429, 500) },
});

export const cancelRoute = createRoute({
  method: "delete",
  path: "/tickets/v1/jobs/{job_id}",
  operationId: "CancelTicketsJob",
  summary: "Cancel a ticket job",
  description: "Requires scope tickets:cancel. Cancellation succeeds only while the job is cancellable.",
  tags,
  request: { params },
  responses: {
    200: json(TicketsJobResponse, "Cancelled job or cancellation-requested job"),
    ...errors(400, 401, 403, 404, 409, 429, 500),
  },
});

export const resultRoute = createRoute({
  method: "get",
  path: "/tickets/v1/jobs/{job_id}/result",
  operationId: "GetTicketsJobResult",
  summary: "Get completed ticket result",
  description:
    "Requires scope tickets:read. Call after status is completed. The successful result is the canonical " +
    "tickets.result.v1 payload, not a provider-specific wrapper.",
  tags,
  request: { params },
  responses: {
    200: json(
      z.union([TicketsJobResultResponse, TicketsJobResponse]),
      "Completed job result, or a terminal job status when no result exists",
    ),
    202: json(ErrorBody, "Job result is not ready"),
    ...errors(400, 401, 403, 404, 429, 500),
  },
});

export const schemaRoute = createRoute({
  method: "get",
  path: "/tickets/v1/schema",
  operationId: "GetTicketsSchema",
  summary: "Get ticket schema metadata",
  description:
    "Requires scope tickets:read. Returns version strings and the tickets.result.v1 JSON schema as a string.",
  tags,
  responses: { 200: json(TicketsSchemaResponse, "Schema metadata"), ...errors(401, 403, 429, 500) },
});
