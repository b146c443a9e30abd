import type { IncidentBrief, PlatformAction } from "@tessera/core/incidents";

/** What a list of incidents shows. The id, the service and the severity come first: a limit cuts the title (D-28). */
export function headlineOf({ id, severity, service, title }: IncidentBrief): string {
  return `${id} [${severity}] ${shortService(service)}: ${title}`;
}

const changes: Record<PlatformAction, string> = {
  trigger: "needs attention",
  acknowledge: "was acknowledged",
  resolve: "was resolved",
};

/** What is said about an incident that the platform knows already. */
export function noticeOf({ id, severity, service }: IncidentBrief, action: PlatformAction): string {
  return `Incident ${id} [${severity}] of ${shortService(service)} ${changes[action]}`;
}

/** The whole name stands among the facts. */
const shortService = (service: string) => (service.length > 60 ? `${service.slice(0, 59)}…` : service);

export interface Fact {
  label: string;
  text: string;
  isLong: boolean;
}

/** What is known about an incident, in the order of reading. */
export function factsOf(incident: IncidentBrief): Fact[] {
  const short: [label: string, text: string | null][] = [
    ["Incident", incident.id],
    ["Service", incident.service],
    ["Severity", incident.severity],
    ["Status", incident.status],
    ["Affected services", incident.affectedServices.join(", ")],
    ["Anomalies", `${incident.anomalyCount}, score ${incident.anomalyScore}`],
    ["Trace", incident.traceId],
    ["Created at", incident.createdAt],
  ];
  const long: [label: string, text: string | null][] = [
    ["Title", incident.title],
    [incident.isFallback ? "Root cause (by rules)" : "Root cause", incident.rootCause],
    ["Impact", incident.impact],
    ["Suggested fix", incident.suggestedFix],
    ["Steps to reproduce", incident.reproduceSteps.map((step, index) => `${index + 1}. ${step}`).join(" ")],
  ];
  return [...known(short, false), ...known(long, true)];
}

function known(facts: readonly [label: string, text: string | null][], isLong: boolean): Fact[] {
  return facts.flatMap(([label, text]) => (text ? [{ label, text, isLong }] : []));
}
