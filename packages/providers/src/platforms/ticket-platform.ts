import { createHash } from "node:crypto";
import type { PlatformMessage, PlatformOutcome } from "@tessera/core/incidents";
import type { Call } from "./define-platform.ts";
import { CallFailure } from "./failure.ts";

/** A platform that holds a ticket for each incident and takes notes on it. */
export interface TicketSteps {
  find(call: Call, message: PlatformMessage): Promise<string | undefined>;
  /** Answers undefined where the platform does not say what it made. */
  create(call: Call, message: PlatformMessage): Promise<string | undefined>;
  hasNote(call: Call, ref: string, marker: string): Promise<boolean>;
  addNote(call: Call, ref: string, note: Note): Promise<unknown>;
  urlOf(ref: string): string;
}

export interface Note {
  message: PlatformMessage;
  /** Stands in the note, so that a repeat finds it. */
  marker: string;
}

/** A12: such platforms know no key against duplicates, so what may be there already is looked for first. */
export async function sendToTicket(steps: TicketSteps, call: Call, message: PlatformMessage): Promise<PlatformOutcome> {
  const isNew = message.action === "trigger" && message.ref === null;
  return isNew ? createOnce(steps, call, message) : noteOnce(steps, call, message);
}

async function createOnce(steps: TicketSteps, call: Call, message: PlatformMessage): Promise<PlatformOutcome> {
  const found = message.repeated ? await lookUp(() => steps.find(call, message)) : undefined;
  return sent(steps, found ?? (await steps.create(call, message)));
}

async function noteOnce(steps: TicketSteps, call: Call, message: PlatformMessage): Promise<PlatformOutcome> {
  const ref = message.ref ?? (await lookUp(() => steps.find(call, message)));
  if (ref === undefined) return { kind: "skipped", reason: "The platform has no ticket for this incident" };

  const marker = markerOf(message.attemptKey);
  const isThere = message.repeated && (await lookUp(() => steps.hasNote(call, ref, marker)));
  if (!isThere) await steps.addNote(call, ref, { message, marker });
  return sent(steps, ref);
}

/** A platform that cannot be searched tells nothing: an alert that comes twice is better than none. */
async function lookUp<Found>(look: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await look();
  } catch (cause) {
    if (cause instanceof CallFailure && cause.isRefusedForGood) return undefined;
    throw cause;
  }
}

/** Letters and digits in every markup, whatever the key is made of. */
function markerOf(attemptKey: string): string {
  return `tessera${createHash("sha256").update(attemptKey).digest("hex").slice(0, 16)}`;
}

function sent(steps: TicketSteps, ref: string | undefined): PlatformOutcome {
  return { kind: "sent", ref: ref ?? null, url: ref === undefined ? null : steps.urlOf(ref) };
}
