import type { TenantId } from "../access/index.ts";
import { emptyHead } from "../audit/index.ts";
import { type IncidentSettings, platforms as platformTable, targetsOf, windowMs } from "../settings/index.ts";
import type { Anomaly } from "./anomaly.ts";
import { type Forwarding, newForwarding, withMessage } from "./forwarding.ts";
import { withOpened } from "./group.ts";
import type { Incident, IncidentGroup } from "./incident.ts";
import type { IncidentContext } from "./ports.ts";
import { analyseByRules } from "./rca/index.ts";
import { incidentEntry } from "./record.ts";
import { autoResolveAt, united } from "./rules.ts";
import { storable } from "./storable-anomaly.ts";

/** An anomaly, and what it is held against. */
export interface Grouping {
  tenantId: TenantId;
  anomaly: Anomaly;
  settings: IncidentSettings;
  fingerprint: string;
  group: IncidentGroup | undefined;
  /** Of the group, those that nobody has resolved. */
  open: readonly Incident[];
}

/** Platforms that only file wait this long for the model's words; those that page do not wait. */
const analysisMs = 6_000;

/** LC-25: a new incident, with its first words by rules, and its route. */
export async function openIncident(context: IncidentContext, facts: Grouping): Promise<Incident> {
  const { anomaly, settings, group, open } = facts;
  const now = context.now();
  const at = now.toISOString();
  const isFlapping = opensTooOften(settings, group, now);
  const incident = await draft(context, facts, { at, isFlapping });
  const audit = incidentEntry(context, incident, {
    action: "incident.created",
    text: "Incident created from anomaly detection",
    details: { platforms: incident.platforms, ...(isFlapping && { suppressedBy: "flapping" }) },
    newValue: "open",
  });
  return context.incidents.commit(
    {
      before: null,
      after: incident,
      audit,
      group: withOpened(incident, group, open),
      openedBy: storable(anomaly),
      eventId: anomaly.eventId,
      forwardings: firstMessages(incident, now),
    },
    now,
  );
}

async function draft(
  context: IncidentContext,
  { tenantId, anomaly, settings, fingerprint }: Grouping,
  { at, isFlapping }: { at: string; isFlapping: boolean },
): Promise<Incident> {
  const day = at.slice(0, 10).replaceAll("-", "");
  const number = await context.incidents.nextNumber(tenantId, day);
  const rca = analyseByRules(anomaly);
  return {
    id: `inc-${day}-${String(number).padStart(3, "0")}`,
    tenantId,
    title: rca.title,
    severity: anomaly.severity,
    status: "open",
    service: anomaly.service,
    anomalyScore: anomaly.anomalyScore,
    affectedServices: united([anomaly.service], anomaly),
    traceId: anomaly.traceId,
    anomalyCount: 1,
    lastAnomalyAt: anomaly.timestamp,
    lastSeenAt: at,
    fingerprint,
    rca,
    analysisDueAt: asksModel(context, settings) ? at : null,
    platforms: isFlapping ? [] : targetsOf(settings, anomaly.severity),
    suppressedBy: isFlapping ? "flapping" : null,
    ...{ acknowledgedAt: null, resolvedAt: null, escalatedAt: null, escalatedTo: [], reopenedAt: null },
    autoResolveAt: autoResolveAt(settings, at),
    ticketIds: [],
    issueId: null,
    createdAt: at,
    updatedAt: at,
    version: 1,
    audit: emptyHead,
    anomalyAudit: emptyHead,
  };
}

function asksModel({ modelSettings }: IncidentContext, { llm }: IncidentSettings): boolean {
  const provider = llm?.provider ?? modelSettings.default.provider;
  return provider !== "offline" && provider !== "disabled";
}

/** G-12: as many incidents in a window as the tenant allows, and this would be one more. */
function opensTooOften({ flapping }: IncidentSettings, group: IncidentGroup | undefined, now: Date): boolean {
  if (!flapping.enabled || !group) return false;
  const since = new Date(now.getTime() - windowMs(flapping.window)).toISOString();
  return group.openedAt.filter((at) => at > since).length >= flapping.maxIncidents;
}

function firstMessages(incident: Incident, now: Date): Forwarding[] {
  const at = now.toISOString();
  const later = new Date(now.getTime() + analysisMs).toISOString();
  return incident.platforms.map((platform) => {
    const waits = incident.analysisDueAt !== null && !platformTable[platform].pages;
    return withMessage(newForwarding(incident, platform), "trigger", { at, dueAt: waits ? later : at });
  });
}
