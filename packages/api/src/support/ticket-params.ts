import { AppError } from "@tessera/core/errors";
import type { Context } from "hono";
import * as z from "zod";

export const ticketParams = z.object({ id: z.string() });

/** The version that `If-Match` names; undefined where the caller does not care. */
export function versionOf(c: Context): number | undefined {
  const header = c.req.header("if-match")?.trim();
  if (header === undefined || header === "*") return undefined;
  const version = /^(?:W\/)?"([0-9]{1,15})"$/.exec(header)?.[1];
  // A tag that we never gave out matches nothing (RFC 9110, 13.1.1).
  if (version === undefined) throw new AppError("version_mismatch", "If-Match names no version that we have given out");
  return Number(version);
}

export function setETag(c: Context, { version }: { version: number }): void {
  c.header("ETag", `"${version}"`);
}
