import type { IncidentBrief, PlatformMessage } from "@tessera/core/incidents";
import { factsOf, headlineOf } from "../brief.ts";
import { line } from "../text.ts";
import type { PagerdutyChangeEvent, PagerdutyEvent } from "./wire.ts";

const severities: Record<IncidentBrief["severity"], PagerdutyEvent["payload"]["severity"]> = {
  critical: "critical",
  high: "error",
  medium: "warning",
  low: "info",
};

/** The incident's id is the key against duplicates: PagerDuty folds a repeat into the alert that it has (A12). */
export function toEvent(routingKey: string, { action, incident }: PlatformMessage): PagerdutyEvent {
  const details = factsOf(incident).map(({ label, text }) => [label, line(text, 4_000)]);
  return {
    routing_key: routingKey,
    event_action: action,
    dedup_key: incident.id,
    client: "Tessera",
    ...(incident.link !== null && {
      client_url: incident.link,
      links: [{ href: incident.link, text: `Incident ${incident.id}` }],
    }),
    payload: {
      summary: line(headlineOf(incident), 1_024),
      source: line(incident.service, 255),
      severity: severities[incident.severity],
      timestamp: incident.createdAt,
      component: line(incident.service, 255),
      custom_details: Object.fromEntries(details),
    },
  };
}

export function toProbe(routingKey: string): PagerdutyChangeEvent {
  return { routing_key: routingKey, payload: { summary: "Tessera connection test", source: "tessera" } };
}
