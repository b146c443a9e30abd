import type { TenantId } from "../access/index.ts";
import { AppError } from "../errors.ts";
import {
  type AppliedPolicy,
  applyPolicy,
  loadWorkingTime,
  matchPolicy,
  needsWorkingTime,
  reconcileSla,
  roundTheClock,
  type SlaChange,
  type SlaMetricEvent,
  type SlaPolicy,
  type WorkingTime,
} from "../sla/index.ts";
import { tenantOf } from "./lookup.ts";
import type { DeskContext } from "./ports.ts";
import { phaseOf } from "./rules.ts";
import type { Ticket } from "./ticket.ts";

/**
 * Brings a ticket's deadlines in line with what has become of it (PX-24, PX-25). A new ticket, another priority and
 * another team look for a policy; everything else goes on under the one that the ticket has, as it was then. It starts
 * from the state on `after`: a sweep that does more than to mark a ticket has advanced it already. `known` are the
 * tenant's policies, where they were asked for ahead.
 */
export async function followSla(
  context: DeskContext,
  before: Ticket | null,
  after: Ticket,
  now: Date,
  known?: Promise<SlaPolicy[]>,
): Promise<{ ticket: Ticket; events: readonly SlaMetricEvent[] }> {
  if (before && !concernsSla(before, after)) return { ticket: after, events: [] };

  const tenantId = tenantOf(after);
  const asksAnew = before === null || before.priority !== after.priority || before.teamId !== after.teamId;
  const policy = asksAnew ? await findPolicy(context, tenantId, after, known) : (before.sla?.policy ?? null);
  const facts = {
    createdAt: after.createdAt,
    policy,
    phase: phaseOf(after),
    firstResponseAt: after.firstResponseAt,
    endedAt: after.resolvedAt,
  };
  const previous = after.sla;
  const working = needsWorkingTime(previous, facts) ? await workingTime(context, tenantId, policy) : roundTheClock;
  const { state, events } = leaveToSweep(reconcileSla(previous, facts, now, working));
  return { ticket: { ...after, sla: state }, events };
}

const markOf = { warn: "warnedAt", breach: "breachedAt" } as const;

/**
 * What is late and runs on is the sweep's alone, which alerts and acts in the same step (G-5). Only what no sweep could
 * find any more, because this change has ended, held or moved it, is recorded with the change.
 */
function leaveToSweep({ state, events }: SlaChange): SlaChange {
  let left = state;
  const recorded = events.filter(({ target: name, kind, deadline }) => {
    const target = left[name];
    if (target?.status !== "running" || target.deadline !== deadline) return true;
    if (kind !== "warn" && kind !== "breach") return true;
    left = { ...left, [name]: { ...target, [markOf[kind]]: null } };
    return false;
  });
  return { state: left, events: recorded };
}

function concernsSla(before: Ticket, after: Ticket): boolean {
  return (
    before.status !== after.status ||
    before.priority !== after.priority ||
    before.teamId !== after.teamId ||
    before.firstResponseAt !== after.firstResponseAt ||
    before.resolvedAt !== after.resolvedAt
  );
}

async function findPolicy(
  context: DeskContext,
  tenantId: TenantId,
  ticket: Ticket,
  known = context.slaPolicies.all(tenantId),
): Promise<AppliedPolicy | null> {
  const policy = matchPolicy(await known, ticket);
  if (!policy) return null;
  const calendar = policy.calendarId === null ? null : await context.calendars.find(tenantId, policy.calendarId);
  return applyPolicy(policy, calendar ?? null);
}

/** The hours that count under a policy: those of the calendar as it was when the policy was applied. */
async function workingTime(
  context: DeskContext,
  tenantId: TenantId,
  policy: AppliedPolicy | null,
): Promise<WorkingTime> {
  if (!policy?.calendar) return roundTheClock;
  const { id, version } = policy.calendar;
  const calendar = await context.calendars.findVersion(tenantId, id, version);
  if (!calendar) throw new AppError("internal_error", `Version ${version} of calendar ${id} cannot be read`);
  return loadWorkingTime(context.zones, calendar);
}
