import { createHash } from "node:crypto";
import * as z from "zod";
import type { BaseContext } from "../context.ts";
import { actorOf } from "../principal.ts";

/** `action` is the event type of REQUIREMENTS 0.7 where the change has one: the published event is this entry. */
export const AuditEntry = z.object({
  id: z.string(),
  tenantId: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  /** 1 for the first entry of a subject; without gaps. Order is by this, never by the clock (I5). */
  sequence: z.number().int().min(1),
  action: z.string(),
  actor: z.string(),
  at: z.string(),
  details: z.record(z.string(), z.unknown()),
  oldValue: z.unknown().nullable(),
  newValue: z.unknown().nullable(),
  correlationId: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Where a subject's chain ends. Stands on the subject's own row, so a cut tail shows (N1). */
export const AuditHead = z.object({ sequence: z.number().int().min(0), hash: z.string() });
export type AuditHead = z.infer<typeof AuditHead>;

export type AuditDraft = Omit<AuditEntry, "sequence" | "previousHash" | "hash">;

export const emptyHead: AuditHead = { sequence: 0, hash: "" };

export interface AuditFacts {
  tenantId: string;
  subjectType: string;
  subjectId: string;
  action: string;
  /** Who did it, where that is not the caller: a trigger, an agent, the user behind a key. */
  actor?: string | undefined;
  details?: Record<string, unknown>;
  oldValue?: unknown;
  newValue?: unknown;
}

/** The entry for a change that is about to be saved; the store numbers and chains it. */
export function draftEntry(context: BaseContext, facts: AuditFacts): AuditDraft {
  return {
    id: context.newId(),
    tenantId: facts.tenantId,
    subjectType: facts.subjectType,
    subjectId: facts.subjectId,
    action: facts.action,
    actor: facts.actor ?? actorOf(context.principal),
    at: context.now().toISOString(),
    details: facts.details ?? {},
    oldValue: facts.oldValue ?? null,
    newValue: facts.newValue ?? null,
    correlationId: context.correlationId,
  };
}

/** Puts a draft at the end of a chain. */
export function appendEntry(head: AuditHead, draft: AuditDraft): { entry: AuditEntry; head: AuditHead } {
  const unsigned = { ...draft, sequence: head.sequence + 1, previousHash: head.hash };
  const entry: AuditEntry = { ...unsigned, hash: hashOf(unsigned) };
  return { entry, head: { sequence: entry.sequence, hash: entry.hash } };
}

function hashOf(entry: Omit<AuditEntry, "hash">): string {
  return createHash("sha256").update(canonicalJson(entry)).digest("hex");
}

/** JSON with sorted keys: the same value gives the same text, whatever order a store hands the keys back in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}

/** Null where the chain is whole, else what is wrong with it: edited, missing, swapped or cut entries (N1). */
export function findChainFault(entries: readonly AuditEntry[], head: AuditHead): string | null {
  let previous = emptyHead;
  for (const entry of entries) {
    const { hash, ...unsigned } = entry;
    if (entry.sequence !== previous.sequence + 1) {
      return `entry ${entry.sequence} follows entry ${previous.sequence}`;
    }
    if (entry.previousHash !== previous.hash)
      return `entry ${entry.sequence} does not continue entry ${previous.sequence}`;
    if (hashOf(unsigned) !== hash) return `entry ${entry.sequence} was changed after it was written`;
    previous = { sequence: entry.sequence, hash };
  }
  if (previous.sequence !== head.sequence || previous.hash !== head.hash) {
    return `the chain ends at entry ${previous.sequence}, its subject says ${head.sequence}`;
  }
  return null;
}
