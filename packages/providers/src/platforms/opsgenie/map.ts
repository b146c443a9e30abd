import type { IncidentBrief, PlatformAction, PlatformMessage } from "@tessera/core/incidents";
import { factsOf, headlineOf, noticeOf } from "../brief.ts";
import { escapeMarkup, line } from "../text.ts";
import type { OpsgenieAction, OpsgenieAlert } from "./wire.ts";

const source = "Tessera";

const priorities: Record<IncidentBrief["severity"], OpsgenieAlert["priority"]> = {
  critical: "P1",
  high: "P2",
  medium: "P3",
  low: "P4",
};

/** The incident's id is the alias: a repeat counts up on the alert that is open (A12). Its texts are read as HTML. */
export function toAlert(incident: IncidentBrief, team: string | null): OpsgenieAlert {
  return {
    message: line(headlineOf(incident), 130, escapeMarkup),
    alias: incident.id,
    // 13 facts at most: together they keep to Opsgenie's 15,000 characters.
    description: factsOf(incident)
      .map(({ label, text }) => `${label}: ${line(text, 1_000, escapeMarkup)}`)
      .join("\n"),
    priority: priorities[incident.severity],
    source,
    entity: line(incident.service, 512),
    tags: ["tessera", incident.severity],
    details: {
      incident: incident.id,
      service: line(incident.service, 512),
      severity: incident.severity,
      ...(incident.traceId !== null && { trace: line(incident.traceId, 512) }),
      ...(incident.link !== null && { link: incident.link }),
    },
    ...(team !== null && { responders: [{ type: "team", name: team }] }),
  };
}

export function toAction({ action, incident }: PlatformMessage): OpsgenieAction {
  return { source, note: line(noticeOf(incident, action), 1_000, escapeMarkup) };
}

/** Where a change of an alert is posted, which is named by its alias. */
export const actionVerbs: Record<Exclude<PlatformAction, "trigger">, string> = {
  acknowledge: "acknowledge",
  resolve: "close",
};
