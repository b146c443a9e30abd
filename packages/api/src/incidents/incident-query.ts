import type { IncidentFilter } from "@tessera/core/incidents";
import { IncidentStatus } from "@tessera/core/incidents";
import { Severity } from "@tessera/core/settings";
import * as z from "zod";
import { cursorField, limitField, offsetField } from "../http/paging.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

/** A comma list: any of its values. */
function listOf<Schema extends z.ZodType<string, string>>(schema: Schema) {
  return z
    .string()
    .transform((value) => value.split(",").map((part) => part.trim()))
    .pipe(z.array(schema).min(1).max(10))
    .optional()
    .openapi({ type: "string", description: "One value, or several with commas between them." });
}

/** LC-1. Unknown names are refused: a filter that is misspelled must not answer everything (K6). */
export const IncidentListQuery = z
  .strictObject({
    status: listOf(IncidentStatus),
    severity: listOf(Severity),
    service: z.string().trim().min(1).max(200).optional(),
    q: z.string().trim().min(1).max(200).optional(),
    limit: limitField({ standard: 1_000, maximum: 1_000 }),
    cursor: cursorField("From the `X-Next-Cursor` header of the page before."),
    offset: offsetField(),
  })
  .refine(({ cursor, offset }) => cursor === undefined || !offset, {
    path: ["offset"],
    message: "cannot be combined with a cursor, which says itself where to start",
  });

export function filterFromQuery(query: z.infer<typeof IncidentListQuery>): IncidentFilter {
  const { status, severity, service, q } = query;
  return { status, severity, service, q };
}
