import { normalizeAddress } from "./address.ts";
import type { InboundEmail } from "./inbound-email.ts";

/** Every mail that we send carries its ticket in this header: one that comes back with it is our own. */
export const ticketHeader = "X-Tessera-Ticket";

export type LoopReason = (typeof rules)[number]["reason"];

type Mail = Pick<InboundEmail, "from" | "headers">;

const bulkPrecedences = new Set(["bulk", "junk", "list", "auto_reply"]);
const machineSender = /^(?:mailer-daemon|postmaster|(?:no|do[._-]?not)[._-]?reply)[@+._-]/;

/** The first rule that holds names the reason. Headers are those of RFC 3834 and what Exchange and lists add. */
const rules = [
  { reason: "own_message", holds: (mail) => header(mail, ticketHeader) !== "" },
  { reason: "own_address", holds: (mail, own) => own.has(mail.from.address) },
  { reason: "empty_return_path", holds: (mail) => !mail.from.address.includes("@") || isEmptyPath(mail) },
  { reason: "auto_submitted", holds: (mail) => !isNegative(header(mail, "auto-submitted")) },
  { reason: "precedence", holds: (mail) => bulkPrecedences.has(header(mail, "precedence")) },
  { reason: "auto_response_suppress", holds: (mail) => !isNegative(header(mail, "x-auto-response-suppress")) },
  { reason: "mailing_list", holds: (mail) => header(mail, "list-id") !== "" },
  {
    reason: "autoreply",
    holds: (mail) => ["x-autoreply", "x-autorespond"].some((name) => !isNegative(header(mail, name))),
  },
  { reason: "machine_sender", holds: (mail) => machineSender.test(mail.from.address) },
] as const satisfies readonly { reason: string; holds: (mail: Mail, own: ReadonlySet<string>) => boolean }[];

/**
 * Why a mail must get no answer (PX-65), or null where a person wrote it to us. Two desks that answer each other would
 * never stop.
 */
export function loopReason(mail: Mail, ownAddresses: readonly string[]): LoopReason | null {
  const from = { ...mail.from, address: normalizeAddress(mail.from.address) };
  const own = new Set(ownAddresses.map(normalizeAddress));
  return rules.find(({ holds }) => holds({ ...mail, from }, own))?.reason ?? null;
}

function header(mail: Mail, name: string): string {
  const key = name.toLowerCase();
  return Object.hasOwn(mail.headers, key) ? (mail.headers[key] ?? "").trim().toLowerCase() : "";
}

function isEmptyPath(mail: Mail): boolean {
  return Object.hasOwn(mail.headers, "return-path") && normalizeAddress(header(mail, "return-path")) === "";
}

/** Whether a header is missing or says "no", with or without a comment behind it. */
function isNegative(value: string): boolean {
  return /^(?:no|none|false)?(?:[\s;(]|$)/.test(value);
}
