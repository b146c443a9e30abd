import { authorizeIncidents, type IncidentCaller } from "../access/index.ts";
import {
  type IncidentSettings,
  loadIncidentSettings,
  type PlatformName,
  platformNames,
  platforms as platformTable,
  severities,
  targetsOf,
} from "../settings/index.ts";
import type { Forwarding } from "./forwarding.ts";
import type { Incident } from "./incident.ts";
import { requireIncident } from "./lookup.ts";
import { requireMove } from "./move.ts";
import type { IncidentContext } from "./ports.ts";
import { hintWork, incidentEntry, retryChange } from "./record.ts";
import { moveTarget } from "./rules.ts";
import { saveResolved, type Told, tellNow, withOutcomes } from "./tell-now.ts";

export interface EscalateInput {
  id: string;
  /** Omitted: the platforms that page, or those of the next higher severity (LC-7). */
  platforms?: readonly PlatformName[] | undefined;
}

export interface Escalation {
  incident: Incident;
  /** Which platforms have taken it now. */
  escalatedTo: PlatformName[];
}

/**
 * LC-7: tells platforms at once, inside of the request (D-27), and answers which of them took it. One that fails is left
 * out and recorded; where it may work later, it is tried on.
 */
export async function escalateIncident(context: IncidentContext, input: EscalateInput): Promise<Escalation> {
  return escalateAs(context, authorizeIncidents(context, "write"), input);
}

/** As above, for whoever has been authorized. */
export async function escalateAs(
  context: IncidentContext,
  { tenantId, actor }: IncidentCaller,
  input: EscalateInput,
): Promise<Escalation> {
  const found = await requireIncident(context, tenantId, input.id);
  requireMove("escalate", found);
  const settings = await loadIncidentSettings(context, tenantId);
  const rows = await context.incidents.forwardings(found);
  const targets = [...new Set(input.platforms ?? defaultTargets(settings, found, rows))];
  const told = await Promise.all(targets.map((platform) => tellNow(context, settings, found, platform)));

  const incident = await retryChange(context, async () => {
    const before = await requireIncident(context, tenantId, input.id);
    const forwardings = withOutcomes(context, await context.incidents.forwardings(before), told);
    if (moveTarget("escalate", before.status)) return save(context, before, { told, forwardings, actor });
    await saveResolved(context, forwardings);
    return before;
  });
  await hintWork(context, { tenantId, incidentId: input.id });
  // Who was faster has resolved it: then it was not escalated, and the answer says so.
  requireMove("escalate", incident);
  return { incident, escalatedTo: sentTo(told) };
}

function defaultTargets(
  settings: IncidentSettings,
  { severity }: Incident,
  rows: readonly Forwarding[],
): PlatformName[] {
  const paging = platformNames.filter((name) => platformTable[name].pages && settings.platforms[name]?.enabled);
  if (paging.length > 0) return paging;
  const higher = severities[severities.indexOf(severity) - 1];
  return higher ? targetsOf(settings, higher).filter((name) => !isTold(rows, name)) : [];
}

/** Whether a platform knows of the incident, or will. */
function isTold(rows: readonly Forwarding[], name: PlatformName): boolean {
  return rows.some(({ platform, messages }) => platform === name && messages.some(({ status }) => status !== "failed"));
}

const sentTo = (told: readonly Told[]) =>
  told.filter(({ outcome }) => outcome.kind === "sent").map(({ platform }) => platform);

async function save(
  context: IncidentContext,
  before: Incident,
  { told, forwardings, actor }: { told: readonly Told[]; forwardings: readonly Forwarding[]; actor: string },
): Promise<Incident> {
  const now = context.now();
  const at = now.toISOString();
  const sent = sentTo(told);
  const after: Incident = {
    ...before,
    status: "escalated",
    escalatedAt: at,
    escalatedTo: [...new Set([...before.escalatedTo, ...sent])],
    updatedAt: at,
    version: before.version + 1,
  };
  const failures = told.flatMap(({ platform, outcome }) =>
    outcome.kind === "failed" ? [{ platform, reason: outcome.reason }] : [],
  );
  const audit = incidentEntry(context, after, {
    action: "incident.escalated",
    actor,
    // D-30.
    text: `Escalated to ${sent.length > 0 ? sent.join(", ") : "no platform"}`,
    details: { escalatedTo: sent, failures },
    oldValue: before.status,
    newValue: "escalated",
  });
  return context.incidents.commit({ before, after, audit, forwardings }, now);
}
