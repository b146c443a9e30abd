import type { Context } from "hono";
import { readTextBody } from "./json-body.ts";

/** RFC 9512, and what was in use before it. */
export const yamlTypes = ["application/yaml", "application/x-yaml", "text/yaml"] as const;

/** Reads a request's YAML within bounds, as text: what it says is its route's to find out. */
export async function readYamlBody(c: Context, maxBytes: number): Promise<void> {
  const text = await readTextBody(c, yamlTypes, maxBytes);
  c.req.text = async () => text;
  // What an Idempotency-Key is compared by. The cast says what Hono's own `json` says: the caller knows what it gets.
  c.req.json = async <T>() => text as T;
}
