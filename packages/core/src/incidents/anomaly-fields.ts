import type * as z from "zod";

/** `anomaly_score` and `anomalyScore` are the same field; where both are there, the first that says something counts. */
export function camelFields(value: Record<string, unknown>): Record<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [key, field] of Object.entries(value)) {
    const name = camelKey(key);
    if (fields.get(name) === undefined || fields.get(name) === null) fields.set(name, field);
  }
  return Object.fromEntries(fields);
}

/** What is wrong with an event, in the sender's own spelling of the field. Never quotes a value. */
export function wrongField(value: unknown, error: z.ZodError): { field: string | undefined; message: string } {
  const [issue] = error.issues;
  const name = issue?.path[0];
  if (!isObject(value) || typeof name !== "string") {
    return { field: undefined, message: "An anomaly must be a JSON object" };
  }
  const written = Object.keys(value).find((key) => camelKey(key) === name);
  const field = written ?? snakeKey(name);
  return { field, message: `${field}: ${written === undefined ? "is required" : issue?.message}` };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function camelKey(key: string): string {
  return key === "@timestamp"
    ? "timestamp"
    : key.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

function snakeKey(name: string): string {
  return name === "timestamp" ? "@timestamp" : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
