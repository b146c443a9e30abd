import { AppError } from "@tessera/core/errors";
import type { TicketRef } from "@tessera/core/tickets";
import type { IssueRef } from "@tessera/core/work-items";

const ulid = /^[0-9A-HJKMNP-TV-Z]{26}$/i;
const ticketNumber = /^#?([1-9][0-9]{0,14})$/;
const issueNumber = /^ISS-0*([1-9][0-9]{0,14})$/i;

/** A ticket's id, `42` or `#42` (PX-4). What is none of these is a ticket that nobody has (K7). */
export function ticketRef(id: string): TicketRef {
  return refOf(id, ticketNumber, "Ticket not found");
}

/** An issue's id, or `ISS-0042`. What is neither is an issue that nobody has (K7). */
export function issueRef(id: string): IssueRef {
  return refOf(id, issueNumber, "Issue not found");
}

function refOf(id: string, number: RegExp, notFound: string): { id: string } | { number: number } {
  const digits = number.exec(id)?.[1];
  if (digits !== undefined) return { number: Number(digits) };
  if (ulid.test(id)) return { id: id.toUpperCase() };
  throw new AppError("not_found", notFound);
}
