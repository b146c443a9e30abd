import { AppError } from "@tessera/core/errors";
import type * as z from "zod";
import { describeIssues } from "../http/issues.ts";

/** Two ways to present the same key. */
export const security = [{ bearerApiKey: [] }, { incidentApiKey: [] }];

/** A required JSON body of a route's contract. */
export function body<Schema extends z.ZodType>(schema: Schema) {
  return { body: { required: true, content: { "application/json": { schema } } } };
}

/** What a schema makes of a value that no route's validator has seen. Throws `invalid_request`. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_request", describeIssues(parsed.error));
}

const incidentId = /^inc-[0-9]{8}-[0-9]{3,12}$/;

/** LC-3. What is no id is an incident that nobody has (K7). */
export function requireId(id: string): string {
  if (incidentId.test(id)) return id;
  throw new AppError("not_found", "Incident not found");
}
