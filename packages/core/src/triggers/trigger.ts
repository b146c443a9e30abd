import * as z from "zod";
import { AuditHead } from "../audit/index.ts";
import { type EventType, eventTypes } from "../events/index.ts";
import { TicketCategory, TicketPriority } from "../tickets/index.ts";
import { issueTypes } from "../work-items/index.ts";

export type TriggerEvent = Exclude<Extract<EventType, `ticket.${string}`>, "ticket.deleted">;

/** A deleted ticket is nobody's work any more: no trigger could do anything with it. */
export const triggerEvents = eventTypes.filter(
  (type): type is TriggerEvent => type.startsWith("ticket.") && type !== "ticket.deleted",
);

export const conditionFields = [
  "subject",
  "description",
  "status",
  "priority",
  "category",
  "source",
  "teamId",
  "assigneeId",
  "contactEmail",
  "contactName",
  "tags",
  "oldValue",
  "newValue",
  "isInternalNote",
] as const;

export const conditionOps = [
  "eq",
  "ne",
  "in",
  "not_in",
  "contains",
  "not_contains",
  "starts_with",
  "ends_with",
  "exists",
] as const;

/** One question to a ticket and its event. Never a pattern: patterns of strangers can take for ever (P-9). */
export const Condition = z.object({
  field: z.enum(conditionFields),
  op: z.enum(conditionOps),
  /** A list for `in` and `not_in`, yes or no for `exists`, else a text; null is a field without a value. */
  value: z.union([z.string(), z.boolean(), z.null(), z.array(z.string())]),
});
export type Condition = z.infer<typeof Condition>;

export const Action = z.discriminatedUnion("type", [
  z.object({ type: z.literal("assign"), assigneeId: z.string().nullable() }),
  z.object({ type: z.literal("add_tag"), tag: z.string() }),
  z.object({ type: z.literal("set_priority"), priority: TicketPriority }),
  z.object({ type: z.literal("set_category"), category: TicketCategory }),
  z.object({ type: z.literal("dispatch_agent"), agent: z.string() }),
  z.object({
    type: z.literal("create_issue"),
    issueType: z.enum(issueTypes).optional(),
    teamId: z.string().nullable().optional(),
  }),
  z.object({ type: z.literal("webhook"), url: z.string() }),
]);
export type Action = z.infer<typeof Action>;
export type ActionType = Action["type"];

export const conditionLimit = 20;
export const actionLimit = 10;

/** A rule of a tenant: when this event comes and all conditions hold, do these things (PX-66). */
export const Trigger = z.object({
  id: z.string(),
  tenantId: z.string(),
  /** It stands in the record of whatever the trigger changes: `trigger:<name>`. */
  name: z.string(),
  enabled: z.boolean(),
  event: z.enum(triggerEvents),
  conditions: z.array(Condition),
  actions: z.array(Action),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.number().int().min(1),
  audit: AuditHead,
});
export type Trigger = z.infer<typeof Trigger>;

/** Two spellings of one name are one trigger. */
export function triggerKey(name: string): string {
  return name.normalize("NFC").trim().toLowerCase();
}
