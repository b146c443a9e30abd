import type { SlaMetricEvent, SlaTargetName } from "../sla/index.ts";
import type { Fact, TicketAction } from "./edit.ts";
import type { Notice, NoticeType } from "./notice.ts";
import { newNotice } from "./notices.ts";
import type { DeskContext } from "./ports.ts";
import type { Ticket } from "./ticket.ts";

type AlertKind = "warn" | "breach";
export type SlaAlert = SlaMetricEvent & { kind: AlertKind };

/** Who finds out that a target is late, whatever comes to light by it. */
export const slaWatch = "system:sla-breaches";

const actions: Record<SlaTargetName, Record<AlertKind, TicketAction>> = {
  firstResponse: { warn: "ticket.first_response_warning", breach: "ticket.first_response_breached" },
  resolution: { warn: "ticket.sla_warning", breach: "ticket.sla_breached" },
};

/** In this order: where there are too many people, breaches are told first. */
const noticeTypes = [
  ["breach", "sla_breach"],
  ["warn", "sla_warning"],
] as const satisfies (readonly [AlertKind, NoticeType])[];

/** With all else that a change writes, this many fit into one transaction. */
const noticeLimit = 50;

export function isAlert(event: SlaMetricEvent): event is SlaAlert {
  return event.kind === "warn" || event.kind === "breach";
}

/** A warning or a breach, for the record and as an event (PX-27, G-5). */
export function alertFact(alert: SlaAlert): Fact {
  const { target, kind, deadline } = alert;
  return { action: actions[target][kind], actor: slaWatch, details: { target, deadline }, sla: [alert] };
}

/** D-13: tells the assignee, or the team where there is none; of a breach also whom the policy names (G-5). */
export async function alertNotices(
  context: DeskContext,
  ticket: Ticket,
  alerts: readonly SlaAlert[],
): Promise<Notice[]> {
  const kinds = new Set(alerts.map(({ kind }) => kind));
  if (kinds.size === 0) return [];
  const { assigneeId, teamId, sla } = ticket;
  const named = (sla?.policy?.onBreach ?? []).flatMap((action) => (action.kind === "notify" ? action.userIds : []));
  const team = assigneeId === null && teamId !== null ? await context.access.findTeam(teamId) : undefined;
  const responsible = assigneeId === null ? (team?.memberIds ?? []) : [assigneeId];
  // Whom the policy names must not fall off behind a big team.
  const people = { breach: [...named, ...responsible], warn: responsible };
  const found = await context.access.findUsers([...new Set(people.breach)]);
  const known = new Set(found.filter(({ tenantId }) => tenantId === ticket.tenantId).map(({ id }) => id));

  return noticeTypes
    .filter(([kind]) => kinds.has(kind))
    .flatMap(([kind, type]) =>
      [...new Set(people[kind])].filter((id) => known.has(id)).map((id) => newNotice(context, ticket, type, id)),
    )
    .slice(0, noticeLimit);
}
