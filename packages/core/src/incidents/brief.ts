import type { Incident } from "./incident.ts";
import type { IncidentBrief } from "./platform-ports.ts";

/** What a platform is told about an incident (D-28). */
export function briefOf(incident: Incident, publicUrl: string | null): IncidentBrief {
  const { id, title, severity, service, status, affectedServices, anomalyScore, anomalyCount } = incident;
  const { traceId, createdAt, rca } = incident;
  return {
    ...{ id, title, severity, service, status, affectedServices, anomalyScore, anomalyCount, traceId, createdAt },
    rootCause: rca.rootCause,
    impact: rca.impact,
    suggestedFix: rca.suggestedFix,
    reproduceSteps: rca.reproduceSteps,
    isFallback: rca.source === "fallback",
    link: publicUrl === null ? null : `${publicUrl}/dashboard/incidents/${id}`,
  };
}
