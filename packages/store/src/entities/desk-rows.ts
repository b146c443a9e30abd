import { BusinessCalendar, SlaPolicy } from "@tessera/core/sla";
import { CannedResponse, Tag, tagKey } from "@tessera/core/tickets";
import { defineEntity, type Key } from "../entity.ts";
import { defineRowKind } from "./tenant-row.ts";

/** PX-60: one name in a team, whatever its case. */
export const tagKind = defineRowKind({
  name: "ticket_tag",
  schema: Tag,
  uniqueValue: ({ teamId, name }) => JSON.stringify([teamId, tagKey(name)]),
  conflict: "There is a tag of this name already",
});

export const cannedResponseKind = defineRowKind({ name: "canned_response", schema: CannedResponse });

/** PX-28: one policy for a team and a priority. */
export const slaPolicyKind = defineRowKind({
  name: "sla_policy",
  schema: SlaPolicy,
  uniqueValue: ({ teamId, priority }) => JSON.stringify([teamId, priority]),
  conflict: "There is a policy for this team and priority already",
});

export const calendarKind = defineRowKind({ name: "business_calendar", schema: BusinessCalendar });

/** A calendar as it was: deadlines that were stamped by it are computed by it -> CalendarStore.findVersion. */
export function calendarVersionKey(tenantId: string, id: string, version: number): Key {
  return { pk: `CALENDAR#${tenantId}#${id}`, sk: String(version).padStart(10, "0") };
}

export const calendarVersionEntity = defineEntity({
  name: "calendar version",
  schema: BusinessCalendar,
  keys: ({ tenantId, id, version }) => calendarVersionKey(tenantId, id, version),
});
