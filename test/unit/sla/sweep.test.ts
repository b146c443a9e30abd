import { needsWorkingTime, nextDueAt, type SlaFacts } from "@tessera/core/sla";
import { describe, expect, it } from "vitest";
import { makeApplied, openTicket } from "./desk.ts";

const at = (minute: number, ms = 0) => new Date(Date.UTC(2026, 10, 18, 9, minute, 0, ms)).toISOString();
/** Answered, so that its resolution alone is left. */
const answered = (policy = makeApplied()) => {
  const ticket = openTicket({ createdAt: at(0), policy });
  ticket.answer(at(1));
  return ticket;
};

describe("PX-27 I3 G-5 the sweep", () => {
  it("warns once, then records the breach once, however often it runs", () => {
    const ticket = answered();

    const events = [45, 46, 61, 62, 600].map((minute) => ticket.sweep(at(minute)));

    expect(events).toEqual([["resolution warn"], [], ["resolution breach"], [], []]);
    expect(ticket.target()).toMatchObject({ warnedAt: at(45), breachedAt: at(61) });
  });

  it("leaves a ticket alone exactly at its deadline, and not a millisecond later", () => {
    const ticket = answered(makeApplied({ warnPercent: null }));

    const events = [ticket.sweep(at(60)), ticket.sweep(at(60, 1))];

    expect(events).toEqual([[], ["resolution breach"]]);
  });

  it("records the breach alone when it is an hour late", () => {
    const ticket = answered();

    const events = [ticket.sweep(at(120)), ticket.sweep(at(121))];

    expect(events).toEqual([["resolution breach"], []]);
    expect(ticket.target().warnedAt).toBeNull();
  });

  it("says what was missed, when, and by which policy", () => {
    const ticket = answered();

    ticket.sweep(at(61));

    expect(ticket.log.at(-1)).toEqual({
      target: "resolution",
      kind: "breach",
      at: at(61),
      deadline: at(60),
      policyId: "policy-1",
    });
  });

  it("needs to come at the warning, then a millisecond after the deadline, then not at all", () => {
    const ticket = answered();

    const before = nextDueAt(ticket.state());
    ticket.sweep(at(45));
    const warned = nextDueAt(ticket.state());
    ticket.sweep(at(61));
    const breached = nextDueAt(ticket.state());

    expect([before, warned, breached]).toEqual([at(45), at(60, 1), null]);
  });

  it("needs to come for the earlier of both targets", () => {
    const ticket = openTicket({ createdAt: at(0), policy: makeApplied({ warnPercent: null }) });

    expect(nextDueAt(ticket.state())).toBe(at(30, 1));
  });

  it("needs not come for a ticket that is on hold, ended or without a policy", () => {
    const held = answered();
    held.hold(at(10));
    const ended = answered();
    ended.end(at(10));
    const free = openTicket({ createdAt: at(0), policy: null });

    expect([held, ended, free].map((ticket) => nextDueAt(ticket.state()))).toEqual([null, null, null]);
  });
});

describe("X-33 which changes need a calendar", () => {
  const facts: SlaFacts = {
    createdAt: at(0),
    policy: makeApplied(),
    phase: "active",
    firstResponseAt: null,
    endedAt: null,
  };

  it("are a policy that is applied and a hold that ends", () => {
    const ticket = answered();
    const running = ticket.state();
    ticket.hold(at(10));
    const held = ticket.state();

    expect([
      needsWorkingTime(null, facts),
      needsWorkingTime(running, { ...facts, policy: makeApplied({ policyId: "policy-2" }) }),
      needsWorkingTime(held, facts),
      needsWorkingTime(held, { ...facts, phase: "ended", endedAt: at(20) }),
    ]).toEqual([true, true, true, true]);
  });

  it("are no messages, holds that begin, ends, or tickets without a policy", () => {
    const running = answered().state();

    expect([
      needsWorkingTime(running, facts),
      needsWorkingTime(running, { ...facts, phase: "held" }),
      needsWorkingTime(running, { ...facts, phase: "ended", endedAt: at(20) }),
      needsWorkingTime(null, { ...facts, policy: null }),
    ]).toEqual([false, false, false, false]);
  });
});
