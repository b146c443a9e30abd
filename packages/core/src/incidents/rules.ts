import type { IncidentSettings } from "../settings/index.ts";
import type { Incident, IncidentStatus } from "./incident.ts";
import type { IncidentFilter } from "./ports.ts";

export const incidentMoves = ["acknowledge", "resolve", "escalate", "reopen"] as const;
export type IncidentMove = (typeof incidentMoves)[number];

/** LC-8. A move to where an incident stands changes nothing; what is not named is illegal. */
const moves: Record<IncidentMove, Partial<Record<IncidentStatus, IncidentStatus>>> = {
  acknowledge: { open: "acknowledged", acknowledged: "acknowledged", escalated: "acknowledged" },
  resolve: { open: "resolved", acknowledged: "resolved", escalated: "resolved", resolved: "resolved" },
  // D-25: an escalated incident is escalated again.
  escalate: { open: "escalated", acknowledged: "escalated", escalated: "escalated" },
  reopen: { resolved: "open" },
};

/** Where a move leads from a status, or undefined where it is illegal. */
export function moveTarget(move: IncidentMove, status: IncidentStatus): IncidentStatus | undefined {
  return moves[move][status];
}

/**
 * Whether an anomaly belongs to an open incident (LC-22, LC-23): at most a window behind its last one, the edge
 * included, or a late one that is at most a window before it (D-23).
 */
export function isInWindow(anomalyAt: string, lastAnomalyAt: string, windowMs: number): boolean {
  return Math.abs(Date.parse(anomalyAt) - Date.parse(lastAnomalyAt)) <= windowMs;
}

/** G-12: when an incident that was last heard of then resolves by itself. */
export function autoResolveAt(
  { autoResolve }: Pick<IncidentSettings, "autoResolve">,
  lastSeenAt: string,
): string | null {
  if (!autoResolve.enabled) return null;
  return new Date(Date.parse(lastSeenAt) + autoResolve.quietMinutes * 60_000).toISOString();
}

const servicesLimit = 200;

/** Each service once, in the order in which they were first named. */
export function united(
  services: readonly string[],
  { affectedServices }: { affectedServices: readonly string[] },
): string[] {
  return [...new Set([...services, ...affectedServices])].slice(0, servicesLimit);
}

/** The later of two times. */
export function later(a: string, b: string): string {
  return a < b ? b : a;
}

/** LC-1. Texts are looked for in titles, services and ids, in any case. */
export function matchesIncident(incident: Incident, filter: IncidentFilter): boolean {
  const { status, severity, service } = filter;
  const q = filter.q?.toLowerCase();
  return (
    (status?.includes(incident.status) ?? true) &&
    (severity?.includes(incident.severity) ?? true) &&
    (service === undefined || incident.service === service) &&
    (q === undefined || [incident.id, incident.title, incident.service].some((text) => text.toLowerCase().includes(q)))
  );
}
