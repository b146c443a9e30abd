import type { TenantId } from "../access/index.ts";
import { createTurns } from "../in-turn.ts";
import { type IncidentSettings, loadIncidentSettings, windowMs } from "../settings/index.ts";
import type { Anomaly } from "./anomaly.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { Incident } from "./incident.ts";
import { type Grouping, openIncident } from "./open-incident.ts";
import type { IncidentContext } from "./ports.ts";
import { groupedEntry, hintWork, retryChange } from "./record.ts";
import { autoResolveAt, isInWindow, later, united } from "./rules.ts";

export type Intake =
  | { kind: "created" | "grouped"; incident: Incident }
  /** Below the score, in a maintenance window, or taken in before. */
  | { kind: "skipped"; reason: "score" | "maintenance" | "repeated" };

/** Equal anomalies change the same rows: those of one process go one after another, and lose no race to each other. */
const turns = createTurns();

/**
 * An anomaly becomes an incident, or one more of an open one (LC-20..LC-25). The caller has been authorized for the
 * tenant. Fifty equal ones at once make one incident with a count of fifty (LC-24): who opens an incident changes the
 * row of its group, who joins it the row of the incident.
 */
export async function takeInAnomaly(
  context: IncidentContext,
  tenantId: TenantId,
  anomaly: Anomaly,
  loaded?: IncidentSettings,
): Promise<Intake> {
  const settings = loaded ?? (await loadIncidentSettings(context, tenantId));
  if (anomaly.anomalyScore < settings.anomaly.minimumScore) return skip(context, "score", anomaly);
  if (isInMaintenance(settings, anomaly)) return skip(context, "maintenance", anomaly);

  const fingerprint = fingerprintOf(anomaly, settings.anomaly.fingerprintFields);
  const intake = await turns(`${tenantId} ${fingerprint}`, () =>
    retryChange(context, () => takeInOnce(context, { tenantId, anomaly, settings, fingerprint })),
  );
  if (intake.kind === "created") await hintWork(context, { tenantId, incidentId: intake.incident.id });
  return intake;
}

async function takeInOnce(context: IncidentContext, facts: Omit<Grouping, "group" | "open">): Promise<Intake> {
  const { tenantId, anomaly, settings, fingerprint } = facts;
  const [isRepeated, group] = await Promise.all([
    context.incidents.hasSeen(tenantId, anomaly.eventId),
    context.incidents.findGroup(tenantId, fingerprint),
  ]);
  if (isRepeated) return skip(context, "repeated", anomaly);

  const known = group ? await context.incidents.findMany(tenantId, group.incidentIds) : [];
  const open = known.filter(({ status }) => status !== "resolved");
  const window = windowMs(settings.anomaly.lookbackWindow);
  const match = open.find(({ lastAnomalyAt }) => isInWindow(anomaly.timestamp, lastAnomalyAt, window));
  return match
    ? { kind: "grouped", incident: await addTo(context, match, facts) }
    : { kind: "created", incident: await openIncident(context, { ...facts, group, open }) };
}

/** LC-21: counted by its log line (docs/DEPLOY.md). */
function skip(context: IncidentContext, reason: "score" | "maintenance" | "repeated", anomaly: Anomaly): Intake {
  const { eventId, service, severity, anomalyScore } = anomaly;
  context.log.info("anomaly skipped", { reason, eventId, service, severity, anomalyScore });
  return { kind: "skipped", reason };
}

/** G-12: while it lasts, anomalies of its service open no incident. By the time that they are of. */
function isInMaintenance({ maintenanceWindows }: IncidentSettings, { service, timestamp }: Anomaly): boolean {
  return maintenanceWindows.some(
    (window) =>
      (window.service === null || window.service === service) &&
      window.startsAt <= timestamp &&
      timestamp < window.endsAt,
  );
}

/** One more of the same: it never changes title or severity, and a late one never moves a time back (LC-23). */
function addTo(
  context: IncidentContext,
  incident: Incident,
  { anomaly, settings }: Pick<Grouping, "anomaly" | "settings">,
): Promise<Incident> {
  const now = context.now();
  const at = now.toISOString();
  const lastSeenAt = later(incident.lastSeenAt, at);
  const after: Incident = {
    ...incident,
    anomalyCount: incident.anomalyCount + 1,
    lastAnomalyAt: later(incident.lastAnomalyAt, anomaly.timestamp),
    lastSeenAt,
    affectedServices: united(incident.affectedServices, anomaly),
    autoResolveAt: autoResolveAt(settings, lastSeenAt),
    updatedAt: later(incident.updatedAt, at),
    version: incident.version + 1,
  };
  const anomalyAudit = groupedEntry(context, after);
  return context.incidents.commit({ before: incident, after, anomalyAudit, eventId: anomaly.eventId }, now);
}
