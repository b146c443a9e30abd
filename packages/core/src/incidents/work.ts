import * as z from "zod";
import { actForTenant, type TenantId } from "../access/index.ts";
import { llmConfigOf, loadIncidentSettings } from "../settings/index.ts";
import { deliver } from "./deliver.ts";
import type { Forwarding } from "./forwarding.ts";
import type { Incident } from "./incident.ts";
import type { IncidentContext } from "./ports.ts";
import { analyseByModel, type RcaContext } from "./rca/index.ts";
import { retryChange } from "./record.ts";

/** What the queue carries: which incident to look at. All else stands in the table. */
export const IncidentMessage = z.object({ tenantId: z.string().min(1), incidentId: z.string().min(1) });
export type IncidentMessage = z.infer<typeof IncidentMessage>;

export type WorkContext = IncidentContext & RcaContext;

/**
 * What a hint leads to: the model's words, where they are still missing, and whatever platforms are to be told. Those
 * that page do not wait for the words. Safe for hints that are late, repeated, or about nothing (B1, B3).
 */
export async function workOnIncident(context: WorkContext, input: IncidentMessage): Promise<void> {
  const tenantId = actForTenant(context, input.tenantId);
  const incident = await context.incidents.find(tenantId, input.incidentId);
  if (!incident) {
    context.log.info("incident hint had nothing to work on", { incidentId: input.incidentId });
    return;
  }
  await Promise.all([analyse(context, tenantId, incident), tell(context, incident)]);
  // What has waited for the words is due now.
  if (incident.analysisDueAt !== null) await tell(context, incident);
}

async function tell(context: WorkContext, incident: Incident): Promise<void> {
  const rows = await context.incidents.forwardings(incident);
  const now = context.now().toISOString();
  const due = rows.filter(({ dueAt }) => dueAt !== null && dueAt <= now);
  await Promise.all(due.map((row) => deliver(context, row)));
}

/** A worker that dies with the question leaves it to the sweep; longer than an answer may take. */
const analysisClaimMs = 60_000;

/** LC-26: asks once. Whatever comes of it, the incident is not asked about again. */
async function analyse(context: WorkContext, tenantId: TenantId, incident: Incident): Promise<void> {
  const { id, severity } = incident;
  if (!(await claimAnalysis(context, tenantId, id))) return;
  const [settings, anomaly] = await Promise.all([
    loadIncidentSettings(context, tenantId),
    context.incidents.findAnomaly(incident),
  ]);
  const llm = await llmConfigOf(context, settings);
  const rca = anomaly ? await analyseByModel(context, anomaly, { severity, llm }) : null;
  await retryChange(context, async () => {
    const before = await context.incidents.find(tenantId, id);
    if (!before) return;
    const rows = await context.incidents.forwardings(before);
    const now = context.now();
    const words = rca ? { rca, title: rca.title } : {};
    const after: Incident = { ...before, ...words, analysisDueAt: null, version: before.version + 1 };
    await context.incidents.commit({ before, after, forwardings: rows.flatMap(dueAt(now.toISOString())) }, now);
  });
}

/** Whether nobody else asks: a message that is delivered twice leads to one question (B1). */
async function claimAnalysis(context: WorkContext, tenantId: TenantId, id: string): Promise<boolean> {
  return retryChange(context, async () => {
    const before = await context.incidents.find(tenantId, id);
    const now = context.now();
    if (!before || before.analysisDueAt === null || before.analysisDueAt > now.toISOString()) return false;
    const analysisDueAt = new Date(now.getTime() + analysisClaimMs).toISOString();
    await context.incidents.commit({ before, after: { ...before, analysisDueAt, version: before.version + 1 } }, now);
    return true;
  });
}

/** Nothing was sent yet: it has waited for the words. */
const dueAt = (at: string) => (row: Forwarding) =>
  row.dueAt !== null && row.dueAt > at && row.messages.every(({ attempts }) => attempts === 0)
    ? [{ ...row, dueAt: at, version: row.version + 1 }]
    : [];
