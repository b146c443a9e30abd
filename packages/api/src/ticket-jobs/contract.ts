import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "../http/env.ts";
import { ErrorBody } from "./errors.ts";

/** The head of seed 001's document. */
export const ticketJobsInfo = {
  title: "TaskForge Tickets API",
  version: "tickets.v1",
  description:
    "Submit asynchronous provider-neutral ticket-generation jobs, poll status, and fetch canonical " +
    "tickets.result.v1 payloads.",
};

const sharedResponses = {
  BadRequest: "Invalid request",
  Unauthorized: "Missing, malformed, expired, or revoked bearer token",
  Forbidden: "API key is valid but does not have the required scope",
  NotFound: "Job not found for the authenticated client",
  Conflict: "Job is not cancellable",
  RateLimited: "Rate limit exceeded",
  InternalError: "Storage, model, or internal error",
} as const;

const responseNames = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  429: "RateLimited",
  500: "InternalError",
} as const satisfies Record<number, keyof typeof sharedResponses>;
type ErrorStatus = keyof typeof responseNames;

/** The shared answers of an operation, by status, as seed 001 refers to them (TF-0, TF-24). */
export function errors<const Status extends ErrorStatus>(...statuses: Status[]) {
  const entries = statuses.map((status) => [status, { $ref: `#/components/responses/${responseNames[status]}` }]);
  // `fromEntries` forgets the keys, which are exactly the given statuses.
  return Object.fromEntries(entries) as Record<Status, { $ref: string }>;
}

/** Registers what the operations refer to by name (TF-0). */
export function registerComponents(app: OpenAPIHono<AppEnv>): void {
  const registry = app.openAPIRegistry;
  registry.registerComponent("securitySchemes", "bearerApiKey", {
    type: "http",
    scheme: "bearer",
    description: "API key issued in the TaskForge admin UI. Send as Authorization: Bearer <api_key>.",
  });
  registry.registerComponent("parameters", "JobId", {
    name: "job_id",
    in: "path",
    required: true,
    schema: { type: "string", format: "uuid" },
    description: "Job UUID returned by SubmitTicketsJob.",
  });
  registry.register("ErrorBody", ErrorBody);
  for (const [name, description] of Object.entries(sharedResponses)) {
    const content = { "application/json": { schema: { $ref: "#/components/schemas/ErrorBody" } } };
    registry.registerComponent("responses", name, { description, content });
  }
}
