import type { AppError } from "@tessera/core/errors";
import * as z from "zod";
import { type Dialect, statusByKind } from "../http/dialect.ts";
import { json } from "../http/openapi.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

/** The form of LC's errors (0.4). The list of codes is open. */
export const IncidentError = z
  .object({ error: z.object({ code: z.string(), message: z.string() }) })
  .openapi("IncidentError");

/** Faults of the inside keep their words inside. */
const inside = { code: "internal_error", message: "Internal error" };

/** Where this surface has another status than the others: its list knows no 422 (0.4). */
const statuses = { ...statusByKind, semantic: 400 } as const;

export const incidentDialect: Dialect = {
  challenge: "Bearer",
  answer(error) {
    const status = statuses[error.kind];
    return { status, body: { error: status === 500 ? inside : { code: codeOf(error), message: error.message } } };
  },
};

function codeOf({ kind, code }: AppError): string {
  // Lost races that even repeating did not win.
  if (code === "stale_write") return "conflict";
  return kind === "semantic" ? "validation_error" : wireCode(code);
}

/** A code of core as this surface says it, in lists of what could not be done too. */
export function wireCode(code: string): string {
  return code === "invalid_request" ? "validation_error" : code;
}

const descriptions = {
  400: "Invalid request",
  401: "No key, or one that is wrong, expired or revoked",
  403: "The caller may not do this",
  404: "No such incident, or one of another tenant",
  409: "The state of the incident does not allow this",
  413: "The body is too large",
  429: "Too many requests in this minute",
  500: "Internal error",
} as const;

/** Error answers of an operation, by status; 401, 403, 429 and 500 belong to every one. */
export function errors<const Status extends keyof typeof descriptions>(...statuses: Status[]) {
  const all = [401, 403, 429, 500, ...statuses] as const;
  const entries = all.map((status) => [status, json(IncidentError, descriptions[status])]);
  // `fromEntries` forgets the keys, which are exactly the given statuses.
  return Object.fromEntries(entries) as Record<(typeof all)[number], ReturnType<typeof json<typeof IncidentError>>>;
}
