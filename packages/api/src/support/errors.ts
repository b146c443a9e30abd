import * as z from "zod";
import { type Dialect, statusByKind } from "../http/dialect.ts";
import { json } from "../http/openapi.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

/** The one form of seed 004's errors: a text (0.4). */
export const SupportError = z.object({ error: z.string() }).openapi("SupportError");

export const supportDialect: Dialect = {
  challenge: "Bearer",
  answer(error) {
    const status = statusByKind[error.kind];
    // Faults of the inside keep their words inside.
    return { status, body: { error: status >= 500 ? "Internal error" : error.message } };
  },
};

const descriptions = {
  400: "Invalid request",
  401: "Missing, malformed, expired or revoked bearer token",
  403: "The caller may not do this",
  404: "Not found, or of another organisation",
  409: "The state of the row does not allow this, or a unique value is taken",
  412: "The row is not the version of If-Match",
  413: "The body is too large",
  422: "Well-formed, but it makes no sense as a whole",
  429: "Too many requests in this minute",
  500: "Internal error",
} as const;

/** Error answers of an operation, by status; 401, 429 and 500 belong to every one. */
export function errors<const Status extends keyof typeof descriptions>(...statuses: Status[]) {
  const all = [401, 429, 500, ...statuses] as const;
  const entries = all.map((status) => [status, json(SupportError, descriptions[status])]);
  // `fromEntries` forgets the keys, which are exactly the given statuses.
  return Object.fromEntries(entries) as Record<Status | 401 | 429 | 500, ReturnType<typeof json<typeof SupportError>>>;
}
