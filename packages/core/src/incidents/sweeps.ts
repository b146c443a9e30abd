import { actForTenant } from "../access/index.ts";
import { unlessStale } from "../retry-stale.ts";
import { loadIncidentSettings } from "../settings/index.ts";
import { type SweepSummary, sweepDue } from "../sweep.ts";
import { deliver } from "./deliver.ts";
import type { Incident } from "./incident.ts";
import { moveIf } from "./move.ts";
import type { IncidentContext, IncidentRef } from "./ports.ts";
import { hintWork } from "./record.ts";
import { autoResolveAt } from "./rules.ts";

/** Platforms that hang hold up no more than their share of a sweep. */
const parallel = 8;

/** LC-29: tells platforms what a lost hint or a failed attempt has left to tell. */
export function sweepForwardings(context: IncidentContext): Promise<SweepSummary> {
  return sweepDue(context, {
    due: (now) => context.incidents.dueForwardings(now),
    parallel,
    sweepOne: (key) => deliver(context, key),
  });
}

/** An incident that nobody has found words for by then keeps those that it has. */
const analysisPatienceMs = 15 * 60_000;

/** G-12: resolves incidents whose service has been quiet for long enough; and repeats lost hints at analyses. */
export function sweepIncidents(context: IncidentContext): Promise<SweepSummary> {
  return sweepDue(context, {
    due: (now) => context.incidents.dueIncidents(now),
    parallel,
    sweepOne: (ref) => sweepOne(context, ref),
  });
}

async function sweepOne(context: IncidentContext, { tenantId, incidentId }: IncidentRef): Promise<boolean> {
  const tenant = actForTenant(context, tenantId);
  const incident = await context.incidents.find(tenant, incidentId);
  const now = context.now();
  const isDue = (at: string | null) => at !== null && at <= now.toISOString();
  if (!incident) return false;
  if (isDue(incident.autoResolveAt)) {
    const settings = await loadIncidentSettings(context, tenant);
    const resolvesAt = autoResolveAt(settings, incident.lastSeenAt);
    // The tenant may have changed its mind since the last anomaly.
    if (!isDue(resolvesAt)) return change(context, incident, { autoResolveAt: resolvesAt });
    const caller = { tenantId: tenant, actor: "system:auto-resolve" };
    const resolve = { id: incidentId, move: "resolve" } as const;
    // An anomaly may have come, or a person may have reopened it, since it was read.
    const { isMoved } = await moveIf(context, caller, resolve, (current) => isDue(current.autoResolveAt));
    return isMoved;
  }
  if (!isDue(incident.analysisDueAt)) return false;
  if (now.getTime() - Date.parse(incident.createdAt) > analysisPatienceMs) {
    return change(context, incident, { analysisDueAt: null });
  }
  await hintWork(context, { tenantId, incidentId });
  return true;
}

/** Whoever was faster has decided on the incident as it is now; what is still due is found again. */
function change(context: IncidentContext, before: Incident, fields: Partial<Incident>): Promise<boolean> {
  const after = { ...before, ...fields, version: before.version + 1 };
  return unlessStale(() => context.incidents.commit({ before, after }, context.now()));
}
