import { describe, expect, it } from "vitest";
import { makeApplied, openTicket } from "./desk.ts";

const at = (minute: number, ms = 0) => new Date(Date.UTC(2026, 10, 18, 9, minute, 0, ms)).toISOString();
const open = (policy = makeApplied()) => openTicket({ createdAt: at(0), policy });

describe("PX-26 PX-27 answers, ends and reopenings", () => {
  it("fulfils the first response with the first answer alone", () => {
    const ticket = open();

    const events = [ticket.answer(at(10)), ticket.answer(at(20))];

    expect(events).toEqual([["firstResponse fulfil"], []]);
    expect(ticket.target("firstResponse").fulfilledAt).toBe(at(10));
  });

  it("records the breach of a late answer that no sweep saw, then the answer", () => {
    const ticket = open();

    const events = ticket.answer(at(31));

    expect(events).toEqual(["firstResponse breach", "firstResponse fulfil"]);
    expect(ticket.target("firstResponse")).toMatchObject({ breachedAt: at(31), fulfilledAt: at(31) });
    expect(ticket.breached(at(40), "firstResponse")).toBe(false);
  });

  it.each([
    ["at its deadline", at(30)],
    ["before it, and is saved after it", at(29)],
  ])("does not call an answer late that came %s", (_name, answeredAt) => {
    const ticket = open();

    const events = ticket.answer(answeredAt, at(40));

    expect(events).toEqual(["firstResponse fulfil"]);
  });

  it("ends both clocks with the ticket", () => {
    const ticket = open();

    const events = ticket.end(at(20));

    expect(events).toEqual(["firstResponse fulfil", "resolution fulfil"]);
    expect(ticket.sweep(at(600))).toEqual([]);
    expect(ticket.breached(at(600))).toBe(false);
  });

  it("keeps the moment at which it ended when somebody writes afterwards", () => {
    const ticket = open();
    ticket.end(at(10));

    const events = ticket.answer(at(20));

    expect(events).toEqual([]);
    expect(ticket.target("firstResponse").fulfilledAt).toBe(at(10));
  });

  it("takes up the same deadlines again at each of several reopenings", () => {
    const ticket = open();
    ticket.answer(at(5));

    ticket.end(at(10));
    const first = ticket.reopen(at(20));
    ticket.end(at(30));
    const second = ticket.reopen(at(40));

    expect([first, second]).toEqual([["resolution activate"], ["resolution activate"]]);
    expect(ticket.target()).toMatchObject({ deadline: at(60), status: "running", fulfilledAt: null });
  });

  it("breaches at once when it is reopened after its deadline", () => {
    const ticket = open();
    ticket.answer(at(5));
    ticket.end(at(50));

    const events = ticket.reopen(at(120));

    expect(events).toEqual(["resolution activate", "resolution breach"]);
  });

  it("breaches once over resolution and reopening", () => {
    const ticket = open();
    ticket.answer(at(5));
    ticket.sweep(at(61));
    ticket.end(at(70));

    const events = ticket.reopen(at(80));

    expect(events).toEqual(["resolution activate"]);
    expect(ticket.sweep(at(90))).toEqual([]);
    expect(ticket.breached(at(90))).toBe(true);
  });

  it("wants an answer again where it was ended without one", () => {
    const ticket = open();
    ticket.end(at(10));

    const events = ticket.reopen(at(20));

    expect(events).toEqual(["firstResponse activate", "resolution activate"]);
    expect(ticket.deadline("firstResponse")).toBe(at(30));
  });
});
