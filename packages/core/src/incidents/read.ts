import { authorizeIncidents, type Page, type PageRequest } from "../access/index.ts";
import type { Forwarding } from "./forwarding.ts";
import type { Incident } from "./incident.ts";
import { requireIncident } from "./lookup.ts";
import type { IncidentContext, IncidentCounts, IncidentFilter } from "./ports.ts";
import { type IncidentAction, lifecycleActions, otherIncidentActions } from "./record.ts";

export interface IncidentPage extends Page<Incident> {
  /** Null where counting would cost more than the page. */
  total: number | null;
}

/** LC-1, newest first. */
export async function listIncidents(
  context: IncidentContext,
  input: PageRequest & { filter: IncidentFilter; offset: number },
): Promise<IncidentPage> {
  const { tenantId } = authorizeIncidents(context, "read");

  const [page, total] = await Promise.all([
    context.incidents.list(tenantId, input),
    context.incidents.count(tenantId, input.filter),
  ]);
  return { ...page, total };
}

/** How many incidents there are, by status and severity (LC-61). */
export async function countIncidents(context: IncidentContext): Promise<IncidentCounts> {
  const { tenantId } = authorizeIncidents(context, "read");

  return context.incidents.counts(tenantId);
}

export interface TimelineEntry {
  id: string;
  /** Without its prefix: `created`, `acknowledged`, `noted`. */
  action: string;
  at: string;
  actor: string;
  text: string;
}

export interface IncidentView {
  incident: Incident;
  forwardings: Forwarding[];
  /** Everything that has happened to it, notes and failures included; oldest first. */
  timeline: TimelineEntry[];
}

/** LC-4: with what became of telling the platforms, and its story. */
export async function getIncident(context: IncidentContext, input: { id: string }): Promise<IncidentView> {
  const { tenantId } = authorizeIncidents(context, "read");

  const [incident, forwardings, timeline] = await Promise.all([
    requireIncident(context, tenantId, input.id),
    context.incidents.forwardings({ tenantId, id: input.id }),
    readTimeline(context, { tenantId, id: input.id }, [...lifecycleActions, ...otherIncidentActions]),
  ]);
  return { incident, forwardings, timeline };
}

/** LC-60: the changes of its status, oldest first. */
export async function listIncidentAudit(context: IncidentContext, input: { id: string }): Promise<TimelineEntry[]> {
  const { tenantId } = authorizeIncidents(context, "read");

  const [, timeline] = await Promise.all([
    requireIncident(context, tenantId, input.id),
    readTimeline(context, { tenantId, id: input.id }, lifecycleActions),
  ]);
  return timeline;
}

async function readTimeline(
  { incidents }: IncidentContext,
  incident: Pick<Incident, "tenantId" | "id">,
  actions: readonly IncidentAction[],
): Promise<TimelineEntry[]> {
  const entries = await incidents.history(incident);
  return entries
    .filter(({ action }) => actions.some((shown) => shown === action))
    .map(({ id, action, at, actor, details }) => ({
      id,
      action: action.replace("incident.", ""),
      at,
      actor,
      text: String(details.text),
    }));
}
