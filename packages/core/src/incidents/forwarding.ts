import * as z from "zod";
import { PlatformName } from "../settings/index.ts";
import type { PlatformOutcome } from "./platform-ports.ts";

const time = z.iso.datetime();

export const ForwardMessage = z.object({
  /** Counts up: with the incident and the platform it is the key against duplicates. */
  number: z.number().int().min(1),
  action: z.enum(["trigger", "acknowledge", "resolve"]),
  status: z.enum(["pending", "sent", "skipped", "failed"]),
  attempts: z.number().int().min(0),
  /** Of the last attempt, in fixed words; null where there was none, or it was taken. */
  reason: z.string().nullable(),
  createdAt: time,
  attemptedAt: time.nullable(),
});
export type ForwardMessage = z.infer<typeof ForwardMessage>;

/** What one platform was told of one incident, and is still to be told: in order, one thing after another (LC-29). */
export const Forwarding = z.object({
  tenantId: z.string(),
  incidentId: z.string(),
  platform: PlatformName,
  /** What the platform calls it, once it has said so. */
  ref: z.string().nullable(),
  url: z.string().nullable(),
  /** Oldest first. */
  messages: z.array(ForwardMessage),
  /** When the first pending message may be tried; null where none is pending. An attempt under way holds it in the future. */
  dueAt: time.nullable(),
  version: z.number().int().min(0),
});
export type Forwarding = z.infer<typeof Forwarding>;

/** An attempt that never reports back (a killed worker) counts as failed after this; more than a call may take. */
const claimSeconds = 60;
/** D-27: at most 5 s before the first retry, jitter and a hint's whole seconds included, then twice as long each time. */
const firstRetrySeconds = 3;
const longestRetrySeconds = 900;
const jitterShare = 0.2;
/** Ten hours: whoever has not heard by then is not told any more, and the incident says so. */
const attemptLimit = 50;
/** A vendor may ask for more patience than that, but not for ever. */
const retryAfterLimitSeconds = 3_600;
/** What has ended is kept for people to see, but not all of it for ever. */
const keptMessages = 50;

export function newForwarding(
  { tenantId, id: incidentId }: { tenantId: string; id: string },
  platform: PlatformName,
): Forwarding {
  return { tenantId, incidentId, platform, ref: null, url: null, messages: [], dueAt: null, version: 0 };
}

/** Of the message that is added next. */
export function nextNumber({ messages }: Forwarding): number {
  return (messages.at(-1)?.number ?? 0) + 1;
}

/** The same for every attempt at one message, and for no other message: what platforms find a repeat by. */
export function attemptKey({ incidentId, platform }: Forwarding, number: number): string {
  return `${incidentId} ${platform} ${number}`;
}

/** The row with one more thing to tell, behind all that it is still to be told. */
export function withMessage(
  row: Forwarding,
  action: ForwardMessage["action"],
  { at, dueAt = at }: { at: string; dueAt?: string },
): Forwarding {
  const messages = withoutOldest([...row.messages, newMessage(row, action, at)]);
  return { ...row, messages, dueAt: row.dueAt ?? dueAt, version: row.version + 1 };
}

/** The same, out of turn: it is being sent already, and until its claim runs out nobody else sends anything. */
export function withMessageUnderWay(row: Forwarding, action: ForwardMessage["action"], now: Date): Forwarding {
  const message = newMessage(row, action, now.toISOString());
  return claim({ ...row, messages: withoutOldest([...row.messages, message]) }, message, now);
}

function newMessage(row: Forwarding, action: ForwardMessage["action"], createdAt: string): ForwardMessage {
  return {
    ...{ number: nextNumber(row), action, status: "pending", createdAt },
    ...{ attempts: 0, reason: null, attemptedAt: null },
  };
}

/** As many as are kept: what is still to be told is never dropped, however long it is stuck. */
function withoutOldest(messages: readonly ForwardMessage[]): ForwardMessage[] {
  const ended = messages.filter(({ status }) => status !== "pending");
  const dropped = new Set(ended.slice(0, Math.max(0, messages.length - keptMessages)));
  return messages.filter((message) => !dropped.has(message));
}

/** Whether so many attempts were begun that there is to be no other: also where none of them has ever ended. */
export function isExhausted({ attempts }: ForwardMessage): boolean {
  return attempts >= attemptLimit;
}

export function pendingMessage({ messages }: Forwarding): ForwardMessage | undefined {
  return messages.find(({ status }) => status === "pending");
}

/** The row while one of its pending messages is being sent: a second worker finds nothing due. */
export function claim(row: Forwarding, message: ForwardMessage, now: Date): Forwarding {
  const attempted = { ...message, attempts: message.attempts + 1, attemptedAt: now.toISOString() };
  return { ...replace(row, attempted), dueAt: after(now, claimSeconds), version: row.version + 1 };
}

/** The row after an attempt: told, given up, or due again. `random` is in [0, 1). */
export function record(
  row: Forwarding,
  number: number,
  outcome: PlatformOutcome,
  at: Date,
  random: number,
): Forwarding {
  const message = row.messages.find((one) => one.number === number);
  if (message?.status !== "pending") return row;

  const isOver = outcome.kind !== "failed" || !outcome.retryable || isExhausted(message);
  const settled: ForwardMessage = {
    ...message,
    status: isOver ? outcome.kind : "pending",
    reason: outcome.kind === "sent" ? null : outcome.reason,
  };
  const known = outcome.kind === "sent" ? { ref: outcome.ref ?? row.ref, url: outcome.url ?? row.url } : {};
  const next = { ...replace(row, settled), ...known, version: row.version + 1 };
  if (isOver) return { ...next, dueAt: nextDueAt(next, at) };
  return { ...next, dueAt: after(at, retrySeconds(message.attempts, outcome.retryAfterSeconds ?? 0, random)) };
}

/** At once, unless somebody is just sending what comes next: an escalation does not wait for its turn. */
function nextDueAt(row: Forwarding, at: Date): string | null {
  const next = pendingMessage(row);
  if (!next) return null;
  const claimEnd = next.attemptedAt === null ? null : after(new Date(next.attemptedAt), claimSeconds);
  return claimEnd !== null && claimEnd > at.toISOString() ? claimEnd : at.toISOString();
}

function retrySeconds(attempts: number, asked: number, random: number): number {
  const delay = Math.min(firstRetrySeconds * 2 ** (attempts - 1), longestRetrySeconds);
  return Math.max(delay * (1 + jitterShare * random), Math.min(asked, retryAfterLimitSeconds));
}

function replace(row: Forwarding, message: ForwardMessage): Forwarding {
  return { ...row, messages: row.messages.map((one) => (one.number === message.number ? message : one)) };
}

function after(now: Date, seconds: number): string {
  return new Date(now.getTime() + seconds * 1_000).toISOString();
}
