import { AppError } from "@tessera/core/errors";
import type { TicketRef } from "@tessera/core/tickets";
import type { Context } from "hono";
import * as z from "zod";

const ulid = /^[0-9A-HJKMNP-TV-Z]{26}$/i;
const number = /^#?([1-9][0-9]{0,14})$/;

export const ticketParams = z.object({ id: z.string() });

/** A ticket's id, `42` or `#42` (PX-4). What is none of these is a ticket that nobody has (K7). */
export function ticketRef(id: string): TicketRef {
  const digits = number.exec(id)?.[1];
  if (digits !== undefined) return { number: Number(digits) };
  if (ulid.test(id)) return { id: id.toUpperCase() };
  throw new AppError("not_found", "Ticket not found");
}

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
