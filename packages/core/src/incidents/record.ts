import { type AuditDraft, draftEntry } from "../audit/index.ts";
import type { BaseContext } from "../context.ts";
import { retryStale } from "../retry-stale.ts";
import type { Incident } from "./incident.ts";
import type { IncidentContext, IncidentRef } from "./ports.ts";

/** What LC-60 calls the actions, in the words of the events (0.7). */
export const lifecycleActions = [
  "incident.created",
  "incident.acknowledged",
  "incident.escalated",
  "incident.resolved",
  "incident.reopened",
] as const;

/** What else stands in an incident's trail. A note and a link are no events: what people write stays inside. */
export const otherIncidentActions = [
  "incident.forward_failed",
  "incident.noted",
  "incident.linked",
  "incident.unlinked",
] as const;

export type IncidentAction = (typeof lifecycleActions)[number] | (typeof otherIncidentActions)[number];

interface Facts {
  action: IncidentAction;
  actor?: string | undefined;
  /** As people read it (LC-60). */
  text: string;
  details?: { [name: string]: unknown };
  oldValue?: unknown;
  newValue?: unknown;
}

/** An entry of an incident's trail. Texts of logs and models stay out of it: entries travel as events. */
export function incidentEntry(context: BaseContext, incident: Incident, facts: Facts): AuditDraft {
  const { action, actor, text, details, oldValue, newValue } = facts;
  return draftEntry(context, {
    tenantId: incident.tenantId,
    subjectType: "incident",
    subjectId: incident.id,
    action,
    actor,
    details: { text, ...details, incident: standing(incident) },
    oldValue,
    newValue,
  });
}

/** The entry of one more anomaly (LC-23): in a trail of its own, as it is no change that a person would look for. */
export function groupedEntry(context: BaseContext, incident: Incident): AuditDraft {
  return draftEntry(context, {
    tenantId: incident.tenantId,
    subjectType: "incident_anomalies",
    subjectId: incident.id,
    action: "incident.grouped",
    details: { incident: standing(incident) },
    oldValue: incident.anomalyCount - 1,
    newValue: incident.anomalyCount,
  });
}

/** What rules outside match on. */
function standing({ severity, status, service, anomalyCount }: Incident) {
  return { severity, status, service, anomalyCount };
}

/** A lost hint costs time, not the work: what is due stands in the table. */
export async function hintWork(context: IncidentContext, incident: IncidentRef, delaySeconds = 0): Promise<void> {
  const { tenantId, incidentId } = incident;
  try {
    await context.incidentQueue.send({ tenantId, incidentId }, delaySeconds);
  } catch (cause) {
    context.log.warn("incident hint was not sent", { incidentId, cause: String(cause) });
  }
}

/** A hundred equal anomalies at once must all be counted (LC-24, H9). */
const attempts = 60;

/** Decides on the rows as they are, and decides anew when somebody else was faster. */
export function retryChange<Result>(
  { pause }: Pick<IncidentContext, "pause">,
  decideAndSave: () => Promise<Result>,
): Promise<Result> {
  return retryStale(decideAndSave, { attempts, pause });
}
