import { describe, expect, it } from "vitest";
import { hoursOn, workdays, workingIn } from "./calendars.ts";
import { makeApplied, openTicket } from "./desk.ts";

const at = (minute: number, ms = 0) => new Date(Date.UTC(2026, 10, 18, 9, minute, 0, ms)).toISOString();
const open = (policy = makeApplied()) => openTicket({ createdAt: at(0), policy });

describe("PX-25 on_hold", () => {
  it("moves the deadline by the held time: 30 minutes at t+10 of 60 give t+90", () => {
    const ticket = open();

    const held = ticket.hold(at(10));
    const shown = ticket.deadline();
    const released = ticket.release(at(40));

    expect(held).toEqual(["firstResponse pause", "resolution pause"]);
    expect(shown).toBe(at(60));
    expect(released).toEqual(["firstResponse resume", "resolution resume"]);
    expect(ticket.deadline()).toBe(at(90));
    expect(ticket.target().warnAt).toBe(at(75));
    expect(ticket.breached(at(90))).toBe(false);
    expect(ticket.breached(at(90, 1))).toBe(true);
  });

  it("adds up over several holds", () => {
    const ticket = open();

    ticket.hold(at(10));
    ticket.release(at(20));
    ticket.hold(at(25));
    ticket.release(at(45));

    expect(ticket.deadline()).toBe(at(90));
    expect(ticket.deadline("firstResponse")).toBe(at(60));
  });

  it("moves the first response only while it is unanswered", () => {
    const ticket = open();
    ticket.answer(at(5));

    ticket.hold(at(10));
    ticket.release(at(40));

    expect(ticket.deadline("firstResponse")).toBe(at(30));
    expect(ticket.deadline()).toBe(at(90));
  });

  it("leaves the first response where it is when the answer comes on hold", () => {
    const ticket = open();
    ticket.hold(at(10));

    const events = ticket.answer(at(50));
    ticket.release(at(70));

    expect(events).toEqual(["firstResponse fulfil"]);
    expect(ticket.target("firstResponse")).toMatchObject({ deadline: at(30), breachedAt: null, fulfilledAt: at(50) });
  });

  it("lets nothing breach while it lasts", () => {
    const ticket = open();
    ticket.hold(at(10));

    const events = ticket.sweep(at(600));

    expect(events).toEqual([]);
    expect(ticket.breached(at(600))).toBe(false);
  });

  it("leaves a breached ticket breached, then and after it", () => {
    const ticket = open();
    ticket.sweep(at(61));

    ticket.hold(at(70));
    const whileHeld = ticket.breached(at(80));
    const events = ticket.release(at(100));

    expect(whileHeld).toBe(true);
    expect(ticket.breached(at(100))).toBe(true);
    expect([...events, ...ticket.sweep(at(101))]).toEqual(["firstResponse resume", "resolution resume"]);
  });

  it("leaves it breached also where the hold moves its deadline to this very moment", async () => {
    const working = await workingIn({ hours: hoursOn(workdays, "09:00-17:00") });
    const ticket = openTicket({ createdAt: "2026-11-18T16:00:00.000Z", working });
    ticket.sweep("2026-11-18T17:30:00.000Z");
    ticket.hold("2026-11-18T18:00:00.000Z");

    ticket.release("2026-11-19T10:00:00.000Z");

    expect(ticket.deadline()).toBe("2026-11-19T10:00:00.000Z");
    expect(ticket.breached("2026-11-19T10:00:00.000Z")).toBe(true);
    expect(ticket.sweep("2026-11-19T10:30:00.000Z")).toEqual([]);
  });

  it("records a breach that no sweep saw before it begins", () => {
    const ticket = open();

    const events = ticket.hold(at(61));

    expect(events).toEqual(["firstResponse breach", "firstResponse pause", "resolution breach", "resolution pause"]);
  });

  it("ends with the ticket that is resolved out of it", () => {
    const ticket = open();
    ticket.answer(at(1));
    ticket.hold(at(10));

    const events = ticket.end(at(100));

    expect(events).toEqual(["resolution fulfil"]);
    expect(ticket.target()).toMatchObject({ deadline: at(150), status: "fulfilled", breachedAt: null });
    expect(ticket.state().holds).toEqual([{ from: at(10), to: at(100) }]);
  });

  it("ends when the ticket was resolved, however late that is saved", () => {
    const ticket = open();
    ticket.hold(at(10));

    ticket.end(at(20), at(25));

    expect(ticket.state().holds).toEqual([{ from: at(10), to: at(20) }]);
  });

  it("does not count for an answer that came before it, also by a new policy", () => {
    const ticket = open();
    ticket.answer(at(5));
    ticket.hold(at(10));
    ticket.release(at(40));

    ticket.apply(at(41), makeApplied({ policyId: "policy-2", firstResponseMinutes: 20 }));

    expect(ticket.deadline("firstResponse")).toBe(at(20));
    expect(ticket.deadline()).toBe(at(90));
  });

  it("takes a new policy, which waits for its end", () => {
    const ticket = open();
    ticket.hold(at(10));

    const events = ticket.apply(at(20), makeApplied({ policyId: "policy-2", resolutionMinutes: 15 }));
    ticket.release(at(40));

    expect(events).toContain("resolution activate");
    expect(events).toContain("resolution pause");
    expect(ticket.deadline()).toBe(at(45));
    expect(ticket.breached(at(45))).toBe(false);
  });

  it("is forgotten when a clock that was set back ends it before it began (I5)", () => {
    const ticket = open();
    ticket.hold(at(20));

    ticket.release(at(10));

    expect(ticket.state().holds).toEqual([]);
    expect(ticket.deadline()).toBe(at(60));
  });

  it("leaves an answered deadline as it was shown, though many later holds are joined with those before it", () => {
    const ticket = open();
    ticket.hold(at(1));
    ticket.release(at(2));
    ticket.answer(at(3));

    for (let minute = 4; minute <= 400; minute += 4) {
      ticket.hold(at(minute));
      ticket.release(at(minute + 1));
    }

    expect(ticket.deadline("firstResponse")).toBe(at(31));
  });

  it("keeps the row small and the deadline right, however often a rule does it", () => {
    const ticket = open(makeApplied({ resolutionMinutes: 600 }));

    for (let minute = 1; minute <= 400; minute += 4) {
      ticket.hold(at(minute));
      ticket.release(at(minute + 1));
    }

    expect(ticket.state().holds).toHaveLength(50);
    expect(ticket.deadline()).toBe(at(700));
  });
});
