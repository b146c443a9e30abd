import * as z from "zod";
import type { Guard } from "../http/guard.ts";
import { json } from "../http/openapi.ts";
import { AdminError } from "./errors.ts";
import { Id } from "./wire.ts";

const descriptions = {
  400: "Invalid request",
  401: "Missing, malformed, expired, or revoked bearer token",
  403: "The key does not have the admin scope",
  404: "Not found",
  409: "Conflict",
  413: "The body is too large",
  500: "Internal error",
} as const;

/** Error answers of an operation, by status. */
export function errors<const Status extends keyof typeof descriptions>(...statuses: Status[]) {
  const entries = statuses.map((status) => [status, json(AdminError, descriptions[status])]);
  // `fromEntries` forgets the keys, which are exactly the given statuses.
  return Object.fromEntries(entries) as Record<Status, ReturnType<typeof json<typeof AdminError>>>;
}

export function body<Schema extends z.ZodType>(schema: Schema) {
  return { body: { required: true, content: { "application/json": { schema } } } };
}

/** Every route here asks for the same scope; some take a body. */
export interface AdminGuards {
  middleware: ReturnType<Guard>;
  withBody: ReturnType<Guard>;
}

export const tags = ["admin"];
export const tenantParams = z.object({ tenant_id: Id });
export const clientParams = z.object({ client_id: Id });
export const memberParams = z.object({ team_id: Id, user_id: Id });
export const keyParams = z.object({ key_id: Id });
