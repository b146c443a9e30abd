import type { ProductEvent } from "../events/index.ts";
import type { Tag, Ticket } from "../tickets/index.ts";
import type { Condition } from "./trigger.ts";

/** What conditions are asked about: the ticket as it is now, and what the event tells of the change. */
export interface Situation {
  ticket: Ticket;
  /** Those that the ticket carries. */
  tags: readonly Pick<Tag, "id" | "name">[];
  event: ProductEvent;
}

/** Whether all conditions hold; a trigger without any holds for every event of its type (PX-66). */
export function matches(conditions: readonly Condition[], situation: Situation): boolean {
  return conditions.every((condition) => holds(condition, situation));
}

/** Positive operators hold when one of the field's values fits, negative ones when none does: tags are several values. */
function holds({ field, op, value }: Condition, situation: Situation): boolean {
  const values = valuesOf(field, situation);
  const wanted = wantedOf(value);
  const isAmong = () => (wanted.length === 0 ? values.length === 0 : values.some((own) => wanted.includes(own)));
  const has = (test: (own: string, part: string) => boolean) =>
    values.some((own) => wanted.some((part) => test(own, part)));
  switch (op) {
    case "exists":
      return values.length > 0 === (value !== false);
    case "eq":
    case "in":
      return isAmong();
    case "ne":
    case "not_in":
      return !isAmong();
    case "contains":
      return field === "tags" ? isAmong() : has((own, part) => own.includes(part));
    case "not_contains":
      return field === "tags" ? !isAmong() : !has((own, part) => own.includes(part));
    case "starts_with":
      return has((own, part) => own.startsWith(part));
    case "ends_with":
      return has((own, part) => own.endsWith(part));
  }
}

function wantedOf(value: Condition["value"]): string[] {
  if (value === null) return [];
  return (Array.isArray(value) ? value : [String(value)]).map(fold);
}

function valuesOf(field: Condition["field"], { ticket, tags, event }: Situation): string[] {
  switch (field) {
    case "tags":
      return tags.flatMap(({ id, name }) => [fold(name), fold(id)]);
    case "oldValue":
    case "newValue":
      return textsOf(event.data[field]);
    case "isInternalNote":
      return textsOf(event.data.isInternalNote ?? noteEvents[event.type]);
    default:
      return textsOf(ticket[field]);
  }
}

const noteEvents: Partial<Record<ProductEvent["type"], boolean>> = {
  "ticket.note_added": true,
  "ticket.message_added": false,
};

/** What an event tells in more than a word cannot be compared; an empty text is no value. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [fold(value)];
  return typeof value === "boolean" || typeof value === "number" ? [String(value)] : [];
}

function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
