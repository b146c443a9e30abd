import { authorizeIncidents, type IncidentCaller } from "../access/index.ts";
import { AppError } from "../errors.ts";
import type { PlatformName } from "../settings/index.ts";
import { type Forwarding, newForwarding, withMessage } from "./forwarding.ts";
import { withReopened } from "./group.ts";
import type { Incident, IncidentGroup, IncidentStatus } from "./incident.ts";
import { requireIncident, tenantOf } from "./lookup.ts";
import type { IncidentContext } from "./ports.ts";
import { hintWork, incidentEntry, type lifecycleActions, retryChange } from "./record.ts";
import { type IncidentMove, moveTarget } from "./rules.ts";

/** The moves that need nothing but the incident; escalation tells platforms first (escalate.ts). */
export type PlainMove = Exclude<IncidentMove, "escalate">;

const past: Record<IncidentMove, string> = {
  acknowledge: "acknowledged",
  resolve: "resolved",
  escalate: "escalated",
  reopen: "reopened",
};

/** Where the move leads. Throws `invalid_transition`. */
export function requireMove(move: IncidentMove, { status }: Incident): IncidentStatus {
  const target = moveTarget(move, status);
  if (target) return target;
  throw new AppError("invalid_transition", `An incident that is ${status} cannot be ${past[move]}`);
}

/** LC-5, LC-6, LC-9. A move to where the incident stands answers what stands there, and leaves no trace (LC-8). */
export async function moveIncident(
  context: IncidentContext,
  input: { id: string; move: PlainMove },
): Promise<Incident> {
  const caller = authorizeIncidents(context, "write");

  return moveAs(context, caller, input);
}

/** As above, for whoever has been authorized: each incident of a batch. */
export async function moveAs(
  context: IncidentContext,
  caller: IncidentCaller,
  input: { id: string; move: PlainMove },
): Promise<Incident> {
  const { incident } = await moveIf(context, caller, input, () => true);
  return incident;
}

/** As above, if the incident, as it is when it is saved, is still `wanted` to move: others may have been faster. */
export async function moveIf(
  context: IncidentContext,
  { tenantId, actor }: IncidentCaller,
  { id, move }: { id: string; move: PlainMove },
  wanted: (incident: Incident) => boolean,
): Promise<{ isMoved: boolean; incident: Incident }> {
  const moved = await retryChange(context, async () => {
    const before = await requireIncident(context, tenantId, id);
    if (!wanted(before)) return { isMoved: false, incident: before };
    const status = requireMove(move, before);
    if (status === before.status) return { isMoved: false, incident: before };
    return { isMoved: true, incident: await save(context, before, { status, move, actor }) };
  });
  if (moved.isMoved) await hintWork(context, { tenantId, incidentId: id });
  return moved;
}

async function save(
  context: IncidentContext,
  before: Incident,
  { status, move, actor }: { status: IncidentStatus; move: PlainMove; actor: string },
): Promise<Incident> {
  const now = context.now();
  const at = now.toISOString();
  const { stamp, action, text } = effects[move];
  const after: Incident = { ...before, ...stamp(before, at), status, updatedAt: at, version: before.version + 1 };
  const audit = incidentEntry(context, after, {
    action,
    actor,
    text: text(before.status),
    oldValue: before.status,
    newValue: status,
  });
  // LC-50: everybody who was told that it is there is told how it goes on.
  const rows = await context.incidents.forwardings(before);
  const forwardings = rows.map((row) => withMessage(row, move === "reopen" ? "trigger" : move, { at }));
  const group = move === "reopen" ? await reopenedGroup(context, before) : undefined;
  return context.incidents.commit({ before, after, audit, forwardings, group }, now);
}

async function reopenedGroup({ incidents }: IncidentContext, incident: Incident): Promise<IncidentGroup> {
  return withReopened(incident, await incidents.findGroup(tenantOf(incident), incident.fingerprint));
}

interface Effect {
  stamp(before: Incident, at: string): Partial<Incident>;
  action: (typeof lifecycleActions)[number];
  /** In the words of LC-60. */
  text(from: IncidentStatus): string;
}

const effects: Record<PlainMove, Effect> = {
  acknowledge: {
    // The first time is what MTTA counts, also where it was escalated in between.
    stamp: ({ acknowledgedAt }, at) => ({ acknowledgedAt: acknowledgedAt ?? at }),
    action: "incident.acknowledged",
    text: (from) => `Status changed from ${from} to acknowledged`,
  },
  resolve: {
    stamp: (_before, at) => ({ resolvedAt: at, autoResolveAt: null, analysisDueAt: null }),
    action: "incident.resolved",
    text: () => "Status changed to resolved",
  },
  reopen: {
    stamp: (_before, at) => ({ reopenedAt: at, acknowledgedAt: null, resolvedAt: null, escalatedAt: null }),
    action: "incident.reopened",
    text: (from) => `Status changed from ${from} to open`,
  },
};

/** The row of a platform that is told of an incident, new where it was not told before. */
export function forwardingTo(rows: readonly Forwarding[], incident: Incident, platform: PlatformName): Forwarding {
  return rows.find((row) => row.platform === platform) ?? newForwarding(incident, platform);
}
