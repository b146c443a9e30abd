import {
  type Forwarding,
  type Incident,
  IncidentStatus,
  type IncidentView,
  type TimelineEntry,
} from "@tessera/core/incidents";
import { PlatformName, Severity } from "@tessera/core/settings";
import * as z from "zod";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

export const platformList = z.array(PlatformName);
export const Time = z.iso.datetime().openapi({ description: "UTC, whole seconds.", example: "2024-03-01T15:30:00Z" });

const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);

/** C-2: whole seconds. */
export function toSeconds(at: string): string {
  return `${at.slice(0, 19)}Z`;
}

const toSecondsOrNull = (at: string | null) => (at === null ? null : toSeconds(at));

/** A row of the list: seed 003's fields (LC-1), and of LC-4 those that are short. */
const rowFields = {
  id: z.string(),
  title: z.string(),
  severity: Severity,
  status: IncidentStatus,
  service: z.string(),
  anomalyScore: z.number(),
  affectedServices: z.array(z.string()),
  traceId: orNull(z.string()),
  createdAt: Time,
  updatedAt: Time,
  platforms: platformList,
  anomalyCount: z.int(),
  acknowledgedAt: orNull(Time),
  resolvedAt: orNull(Time),
  escalatedAt: orNull(Time),
  escalatedTo: platformList,
  rootCause: z.string(),
  rcaSource: z.enum(["llm", "fallback"]),
  fallback: z.boolean(),
  suppressedBy: orNull(z.literal("flapping")),
  ticketIds: z.array(z.string()),
  issueId: orNull(z.string()),
};

export const IncidentRowWire = z.strictObject(rowFields).openapi("IncidentRow");

const NotificationWire = z.strictObject({
  platform: PlatformName,
  action: z.enum(["trigger", "acknowledge", "resolve"]),
  status: z.enum(["pending", "sent", "skipped", "failed"]),
  attempts: z.int(),
  reason: orNull(z.string()),
  at: Time,
});

const ExternalRefWire = z.strictObject({
  system: PlatformName,
  refId: z.string(),
  url: orNull(z.string()),
  syncedAt: orNull(Time),
});

export const IncidentWire = z
  .strictObject({
    ...rowFields,
    impact: z.string(),
    reproduceSteps: z.array(z.string()),
    suggestedFix: z.string(),
    externalRefs: z.array(ExternalRefWire),
    notifications: z.array(NotificationWire),
    timeline: z.array(
      z.strictObject({ id: z.string(), action: z.string(), at: Time, actor: z.string(), text: z.string() }),
    ),
  })
  .openapi("Incident");

export function incidentToRow(incident: Incident): z.infer<typeof IncidentRowWire> {
  const { id, title, severity, status, service, anomalyScore, affectedServices, traceId, platforms } = incident;
  const { anomalyCount, escalatedTo, suppressedBy, ticketIds, issueId, rca } = incident;
  return {
    ...{ id, title, severity, status, service, anomalyScore, affectedServices, traceId },
    createdAt: toSeconds(incident.createdAt),
    updatedAt: toSeconds(incident.updatedAt),
    platforms,
    anomalyCount,
    acknowledgedAt: toSecondsOrNull(incident.acknowledgedAt),
    resolvedAt: toSecondsOrNull(incident.resolvedAt),
    escalatedAt: toSecondsOrNull(incident.escalatedAt),
    escalatedTo,
    rootCause: rca.rootCause,
    rcaSource: rca.source,
    fallback: rca.source === "fallback",
    ...{ suppressedBy, ticketIds, issueId },
  };
}

export function incidentToWire({ incident, forwardings, timeline }: IncidentView): z.infer<typeof IncidentWire> {
  const { impact, reproduceSteps, suggestedFix } = incident.rca;
  return {
    ...incidentToRow(incident),
    ...{ impact, reproduceSteps, suggestedFix },
    externalRefs: forwardings.flatMap(refToWire),
    notifications: forwardings.flatMap(notificationsToWire),
    timeline: timeline.map(entryToWire),
  };
}

/** What a platform calls the incident, where it has said so, and when it last took something. */
function refToWire({ platform, ref, url, messages }: Forwarding): z.infer<typeof ExternalRefWire>[] {
  if (ref === null) return [];
  const sent = messages.filter(({ status }) => status === "sent").map(({ attemptedAt }) => attemptedAt ?? "");
  const last = sent.sort().at(-1) ?? null;
  return [{ system: platform, refId: ref, url, syncedAt: toSecondsOrNull(last || null) }];
}

function notificationsToWire({ platform, messages }: Forwarding): z.infer<typeof NotificationWire>[] {
  return messages.map(({ action, status, attempts, reason, attemptedAt, createdAt }) => ({
    ...{ platform, action, status, attempts, reason },
    at: toSeconds(attemptedAt ?? createdAt),
  }));
}

function entryToWire({ id, action, at, actor, text }: TimelineEntry) {
  return { id, action, at: toSeconds(at), actor, text };
}
