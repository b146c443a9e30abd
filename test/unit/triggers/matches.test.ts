import type { ProductEvent } from "@tessera/core/events";
import type { Ticket } from "@tessera/core/tickets";
import { type Condition, matches } from "@tessera/core/triggers";
import { describe, expect, it } from "vitest";
import { makeTicket, makeTicketEvent } from "./builders.ts";

const ticket = makeTicket({
  subject: "Straße: Login BROKEN",
  description: "",
  status: "open",
  priority: "high",
  assigneeId: null,
  teamId: "TEAM1",
  contactEmail: "Anna@Example.com".toLowerCase(),
  contactName: "Anna",
});
const tags = [
  { id: "01TAG", name: "VIP" },
  { id: "02TAG", name: "EU" },
];

function holds(condition: object, event: Partial<ProductEvent> = {}, of: Ticket = ticket): boolean {
  const whole = { value: true, ...condition } as Condition;
  return matches([whole], { ticket: of, tags, event: makeTicketEvent(event) });
}

describe("PX-66 conditions of triggers", () => {
  it.each([
    [{ field: "subject", op: "eq", value: "straße: login broken" }, true],
    [{ field: "subject", op: "eq", value: "login" }, false],
    [{ field: "subject", op: "ne", value: "login" }, true],
    [{ field: "subject", op: "contains", value: "LOGIN" }, true],
    [{ field: "subject", op: "contains", value: "log.n" }, false],
    [{ field: "subject", op: "not_contains", value: "login" }, false],
    [{ field: "subject", op: "starts_with", value: "Strasse" }, false],
    [{ field: "subject", op: "starts_with", value: "STRAß" }, true],
    [{ field: "subject", op: "ends_with", value: "Broken" }, true],
    [{ field: "description", op: "exists", value: true }, false],
    [{ field: "description", op: "exists", value: false }, true],
    [{ field: "priority", op: "in", value: ["urgent", "High"] }, true],
    [{ field: "priority", op: "not_in", value: ["urgent", "high"] }, false],
    [{ field: "assigneeId", op: "eq", value: null }, true],
    [{ field: "assigneeId", op: "ne", value: null }, false],
    [{ field: "assigneeId", op: "ne", value: "somebody" }, true],
    [{ field: "assigneeId", op: "not_in", value: ["somebody"] }, true],
    [{ field: "assigneeId", op: "contains", value: "x" }, false],
    [{ field: "assigneeId", op: "not_contains", value: "x" }, true],
    [{ field: "assigneeId", op: "exists", value: true }, false],
    [{ field: "teamId", op: "eq", value: "team1" }, true],
    [{ field: "contactEmail", op: "ends_with", value: "@EXAMPLE.com" }, true],
    [{ field: "contactName", op: "eq", value: "anna" }, true],
    [{ field: "source", op: "eq", value: "email" }, false],
    [{ field: "tags", op: "eq", value: "vip" }, true],
    [{ field: "tags", op: "contains", value: "vip" }, true],
    [{ field: "tags", op: "contains", value: "vi" }, false],
    [{ field: "tags", op: "not_contains", value: "vip" }, false],
    [{ field: "tags", op: "ne", value: "us" }, true],
    [{ field: "tags", op: "in", value: ["us", "eu"] }, true],
    [{ field: "tags", op: "not_in", value: ["us"] }, true],
    [{ field: "tags", op: "starts_with", value: "v" }, true],
    [{ field: "tags", op: "eq", value: "02TAG" }, true],
    [{ field: "tags", op: "exists", value: true }, true],
  ])("%j is %s", (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  it.each([
    [{ field: "oldValue", op: "eq", value: "open" }, { oldValue: "open", newValue: "pending" }, true],
    [{ field: "newValue", op: "in", value: ["pending"] }, { oldValue: "open", newValue: "pending" }, true],
    [{ field: "newValue", op: "eq", value: "open" }, { oldValue: "open", newValue: "pending" }, false],
    [{ field: "oldValue", op: "exists", value: false }, { oldValue: null, newValue: "x" }, true],
    [{ field: "newValue", op: "eq", value: "x" }, { newValue: { status: "open" } }, false],
    [{ field: "isInternalNote", op: "eq", value: true }, { isInternalNote: true }, true],
    [{ field: "isInternalNote", op: "eq", value: "false" }, { isInternalNote: false }, true],
    [{ field: "isInternalNote", op: "exists", value: true }, {}, false],
  ])("%j with %j is %s", (condition, data, expected) => {
    expect(holds(condition, { type: "ticket.status_changed", data })).toBe(expected);
  });

  it("tells a note from a message by the event's type", () => {
    const isNote = { field: "isInternalNote", op: "eq", value: true };

    expect(holds(isNote, { type: "ticket.note_added", data: {} })).toBe(true);
    expect(holds(isNote, { type: "ticket.message_added", data: {} })).toBe(false);
  });

  it("holds for every event without conditions, and only when all of them hold", () => {
    const situation = { ticket, tags, event: makeTicketEvent() };
    const yes: Condition = { field: "status", op: "eq", value: "open" };
    const no: Condition = { field: "status", op: "eq", value: "closed" };

    expect(matches([], situation)).toBe(true);
    expect(matches([yes, yes], situation)).toBe(true);
    expect(matches([yes, no], situation)).toBe(false);
  });

  // Values are anybody's text: one that would be a pattern is only a text (P-9).
  it("takes no longer for hostile texts", () => {
    const hostile = makeTicket({ description: "a".repeat(65_536) });
    const startedAt = performance.now();

    const answer = holds({ field: "description", op: "contains", value: `${"a".repeat(999)}b` }, {}, hostile);

    expect(answer).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
