import { describe, expect, it } from "vitest";
import { makeApplied, openTicket } from "./desk.ts";

const at = (minute: number, ms = 0) => new Date(Date.UTC(2026, 10, 18, 9, minute, 0, ms)).toISOString();
const open = (policy = makeApplied()) => openTicket({ createdAt: at(0), policy });

describe("PX-24 deadlines", () => {
  it("are stamped from creation, for both targets", () => {
    const ticket = open();

    expect(ticket.created).toEqual(["firstResponse activate", "resolution activate"]);
    expect(ticket.deadline("firstResponse")).toBe(at(30));
    expect(ticket.target()).toEqual({
      deadline: at(60),
      warnAt: at(45),
      status: "running",
      fulfilledAt: null,
      warnedAt: null,
      breachedAt: null,
    });
  });

  it("are none without a policy", () => {
    const ticket = openTicket({ createdAt: at(0), policy: null });

    expect(ticket.created).toEqual([]);
    expect(ticket.state()).toMatchObject({ policy: null, firstResponse: null, resolution: null });
  });

  it("have no warning where the policy wants none", () => {
    expect(open(makeApplied({ warnPercent: null })).target().warnAt).toBeNull();
  });

  it("are recomputed from creation, not from now, when priority or team changes", () => {
    const ticket = open();

    const events = ticket.apply(at(20), makeApplied({ policyId: "policy-2", resolutionMinutes: 240 }));

    expect(events).toEqual(["firstResponse activate", "resolution activate"]);
    expect(ticket.deadline()).toBe(at(240));
  });

  it("are breached at once by a shorter policy that is past already", () => {
    const ticket = open(makeApplied({ resolutionMinutes: 240 }));

    const events = ticket.apply(
      at(29),
      makeApplied({ policyId: "urgent", firstResponseMinutes: 5, resolutionMinutes: 20 }),
    );

    expect(events).toContain("firstResponse breach");
    expect(events).toContain("resolution breach");
    expect(ticket.deadline()).toBe(at(20));
    expect(ticket.breached(at(29))).toBe(true);
  });

  it("stay as they are while priority and team do", () => {
    const ticket = open();

    const events = ticket.apply(at(20), makeApplied());

    expect(events).toEqual([]);
  });

  it("keep the copied policy when the policy is edited or deleted, as nobody hands in another", () => {
    const ticket = open();

    ticket.touch(at(20));

    expect(ticket.state().policy).toEqual(makeApplied());
    expect(ticket.deadline()).toBe(at(60));
  });

  it("keep a breach that is known, when their policy goes away and comes back", () => {
    const ticket = open();
    ticket.sweep(at(61));
    ticket.apply(at(70), null);

    const events = ticket.apply(at(80), makeApplied());
    const swept = ticket.sweep(at(90));

    expect(events).toEqual(["firstResponse activate", "resolution activate"]);
    expect(swept).toEqual([]);
    expect(ticket.target()).toMatchObject({ deadline: at(60), breachedAt: at(61) });
  });

  it("are cancelled by a change to a priority without a policy", () => {
    const ticket = open();

    const events = ticket.apply(at(20), null);

    expect(events).toEqual(["firstResponse cancel", "resolution cancel"]);
    expect(ticket.deadline()).toBeNull();
    expect(ticket.breached(at(600))).toBe(false);
  });

  it("count holds from the time without a policy when one applies again", () => {
    const ticket = open();
    ticket.apply(at(5), null);
    ticket.hold(at(10));
    ticket.release(at(40));

    const events = ticket.apply(at(45), makeApplied());

    expect(events).toEqual(["firstResponse activate", "resolution activate"]);
    expect(ticket.deadline()).toBe(at(90));
  });

  it("say nothing of an answer that came before there was a policy", () => {
    const ticket = openTicket({ createdAt: at(0), policy: null });
    ticket.answer(at(10));

    const events = ticket.apply(at(20), makeApplied());

    expect(events).toEqual(["resolution activate"]);
    expect(ticket.target("firstResponse")).toMatchObject({
      status: "fulfilled",
      fulfilledAt: at(10),
      breachedAt: null,
    });
  });
});

describe("PX-27 a deadline that moves", () => {
  const breached = () => {
    const ticket = open();
    ticket.sweep(at(61));
    return ticket;
  };

  it("keeps the mark and says nothing again where the new one is past too", () => {
    const ticket = breached();

    ticket.apply(at(120), makeApplied({ policyId: "policy-2", resolutionMinutes: 90 }));

    expect(ticket.target().breachedAt).toBe(at(61));
    expect(ticket.log.filter(({ target, kind }) => target === "resolution" && kind === "breach")).toHaveLength(1);
  });

  it.each([
    ["to now", 120],
    ["into the future", 180],
  ])("is armed anew when it moves %s", (_name, resolutionMinutes) => {
    const ticket = breached();

    ticket.apply(at(120), makeApplied({ policyId: "policy-2", resolutionMinutes }));

    expect(ticket.target().breachedAt).toBeNull();
    expect(ticket.breached(at(resolutionMinutes))).toBe(false);
    expect(ticket.sweep(at(resolutionMinutes, 1))).toContain("resolution breach");
  });

  it("warns again before the later deadline", () => {
    const ticket = open();
    ticket.sweep(at(45));

    ticket.apply(at(50), makeApplied({ policyId: "policy-2", resolutionMinutes: 100 }));

    expect(ticket.target()).toMatchObject({ warnAt: at(75), warnedAt: null });
    expect(ticket.sweep(at(75))).toEqual(["resolution warn"]);
  });

  it("does not warn again where the new warning is past too", () => {
    const ticket = open(makeApplied({ firstResponseMinutes: 60 }));
    ticket.sweep(at(45));

    const events = ticket.apply(
      at(50),
      makeApplied({ policyId: "policy-2", firstResponseMinutes: 64, resolutionMinutes: 64 }),
    );

    expect(events).toEqual(["firstResponse activate", "resolution activate"]);
    expect(ticket.target()).toMatchObject({ warnAt: at(48), warnedAt: at(45) });
  });

  it("is judged by when the ticket was resolved where it is", () => {
    const ticket = breached();
    ticket.answer(at(65));
    ticket.end(at(70));
    ticket.apply(at(200), makeApplied({ policyId: "policy-2", resolutionMinutes: 90 }));

    const events = ticket.reopen(at(210));

    expect(events).toEqual(["resolution activate", "resolution breach"]);
  });

  it("is judged by when the hold began where the ticket is on hold", () => {
    const ticket = breached();
    ticket.hold(at(100));

    ticket.apply(at(300), makeApplied({ policyId: "policy-2", resolutionMinutes: 120 }));
    ticket.release(at(310));

    // 20 minutes of the new target were left when the hold began.
    expect(ticket.deadline()).toBe(at(330));
    expect(ticket.breached(at(330))).toBe(false);
  });
});
