import { AppError } from "@tessera/core/errors";
import { type IncidentFilter, IncidentStatus } from "@tessera/core/incidents";
import { Severity } from "@tessera/core/settings";
import * as z from "zod";
import { describeIssues } from "../http/issues.ts";

/** A form sends the fields that were left empty as well. */
const word = z
  .string()
  .trim()
  .max(200)
  .transform((text) => text || undefined)
  .optional();

const orAny = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal("").transform(() => undefined), schema]).optional();

const Query = z.object({
  status: orAny(IncidentStatus),
  severity: orAny(Severity),
  service: word,
  q: word,
  cursor: orAny(z.string().max(4_096)),
});

/** What a list shows, as its address says it. */
export type ListQuery = z.infer<typeof Query>;

export function readListQuery(query: Record<string, string>): ListQuery {
  const parsed = Query.safeParse(query);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_request", describeIssues(parsed.error));
}

export function filterOf({ status, severity, service, q }: ListQuery): IncidentFilter {
  return { status: status && [status], severity: severity && [severity], service, q };
}

/** The address of a list. */
export function listPath(query: ListQuery): string {
  const given = Object.entries(query).flatMap<[string, string]>(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return given.length === 0 ? "/dashboard" : `/dashboard?${new URLSearchParams(given)}`;
}
