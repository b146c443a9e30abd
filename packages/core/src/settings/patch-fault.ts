import type * as z from "zod";
import { AppError } from "../errors.ts";

/** A fault of a patch, by the path that the caller wrote and in words that hold no value of it (J7). */
export function invalid(field: string, fault: string): AppError {
  return new AppError("invalid_request", field === "" ? fault : `${field}: ${fault}`, { field });
}

export function parsePatch<Schema extends z.ZodType>(schema: Schema, patch: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(patch);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(issue?.path.join(".") ?? "", issue?.message ?? "not valid");
}
