import { actForTenant } from "../access/index.ts";
import { unlessStale } from "../retry-stale.ts";
import { loadIncidentSettings, platformConfigOf } from "../settings/index.ts";
import { briefOf } from "./brief.ts";
import {
  attemptKey,
  claim,
  type Forwarding,
  type ForwardMessage,
  isExhausted,
  pendingMessage,
  record,
} from "./forwarding.ts";
import type { Incident } from "./incident.ts";
import { tenantOf } from "./lookup.ts";
import type { PlatformOutcome } from "./platform-ports.ts";
import type { ForwardingKey, IncidentContext } from "./ports.ts";
import { hintWork, incidentEntry, retryChange } from "./record.ts";

/**
 * Tells a platform what is due, one thing after another (LC-29). Two workers never send at once, as each attempt is
 * claimed first; one that dies leaves a claim that runs out, and the next attempt looks for what the first may have left
 * (A12). Answers whether anything was tried.
 */
export async function deliver(context: IncidentContext, key: ForwardingKey): Promise<boolean> {
  actForTenant(context, key.tenantId);
  let isTried = false;
  for (;;) {
    const claimed = await claimDue(context, key);
    if (!claimed) return isTried;
    isTried = true;
    const outcome = await send(context, claimed);
    const saved = await retryChange(context, () => saveOutcome(context, claimed, outcome));
    if (saved.dueAt === null) return isTried;
    const waitMs = Date.parse(saved.dueAt) - context.now().getTime();
    if (waitMs > 0) {
      await hintWork(context, key, Math.ceil(waitMs / 1_000));
      return isTried;
    }
  }
}

interface Claimed {
  incident: Incident;
  row: Forwarding;
  message: ForwardMessage;
  /** Whether an attempt at this message was begun before. */
  isRepeated: boolean;
}

async function claimDue(context: IncidentContext, key: ForwardingKey): Promise<Claimed | undefined> {
  const [incident, row] = await Promise.all([
    context.incidents.find(tenantOf(key), key.incidentId),
    context.incidents.findForwarding(key),
  ]);
  const message = row && pendingMessage(row);
  const now = context.now();
  if (!incident || !message || row.dueAt === null || row.dueAt > now.toISOString()) return undefined;

  const claimed = claim(row, message, now);
  if (!(await unlessStale(() => context.incidents.saveForwarding(claimed)))) return undefined;
  return { incident, row: claimed, message, isRepeated: message.attempts > 0 };
}

async function send(
  context: IncidentContext,
  { incident, row, message, isRepeated }: Claimed,
): Promise<PlatformOutcome> {
  if (isExhausted(message)) return { kind: "failed", reason: "No attempt has come to an end", retryable: false };
  const { platform, ref } = row;
  const settings = await loadIncidentSettings(context, tenantOf(incident));
  const config = await platformConfigOf(context, settings, platform);
  if (!config) return { kind: "skipped", reason: "The platform is not enabled" };
  return context.platforms.connect(platform, config).send({
    action: message.action,
    incident: briefOf(incident, context.publicUrl),
    ref,
    attemptKey: attemptKey(row, message.number),
    repeated: isRepeated,
  });
}

/** On the row as it is now: somebody may have added a message meanwhile. A platform that was given up shows (0.7). */
async function saveOutcome(context: IncidentContext, claimed: Claimed, outcome: PlatformOutcome): Promise<Forwarding> {
  const { row: mine, message } = claimed;
  const current = (await context.incidents.findForwarding(mine)) ?? mine;
  const next = record(current, message.number, outcome, context.now(), context.random());
  if (next === current) return current;

  const settled = next.messages.find(({ number }) => number === message.number);
  if (settled?.status === "failed") await saveFailed(context, next, settled);
  else await context.incidents.saveForwarding(next);
  return next;
}

async function saveFailed(context: IncidentContext, row: Forwarding, message: ForwardMessage): Promise<void> {
  const before = await context.incidents.find(tenantOf(row), row.incidentId);
  if (!before) return context.incidents.saveForwarding(row);
  const { platform } = row;
  const { action, reason, attempts } = message;
  const after: Incident = { ...before, version: before.version + 1 };
  const audit = incidentEntry(context, after, {
    action: "incident.forward_failed",
    text: `${platform} could not be told`,
    details: { platform, message: action, reason, attempts },
  });
  await context.incidents.commit({ before, after, audit, forwardings: [row] }, context.now());
  context.log.error("a platform could not be told of an incident", {
    incidentId: row.incidentId,
    platform,
    action,
    reason,
  });
}
