import type { DraftTicket } from "@tessera/core/generation";
import { describe, expect, it } from "vitest";
import { build, makeDraft, makePlan, makeRequirement, makeTicket, problemsOf, validOf } from "../../support/drafts.ts";

/** Tickets by name, each with a title of its own. */
function named(ref: string, overrides: Partial<DraftTicket> = {}): DraftTicket {
  return makeTicket({
    ref,
    title: `Import ${ref}`,
    acceptanceCriteria: [`${ref} works`, `${ref} fails`],
    ...overrides,
  });
}

const epic = (ref: string) => named(ref, { type: "epic" });

function keptOf(tickets: DraftTicket[], maxTicketCount: number) {
  const { result, changes } = validOf(build(makeDraft({ tickets }), { maxTicketCount }));
  return { titles: result.tickets.map(({ title }) => title.replace("Import ", "")), result, changes };
}

describe("D3 tickets beyond the maximum, when nobody can be asked again", () => {
  it.each([
    ["the highest priorities", [named("a", { priority: "low" }), named("b", { priority: "critical" })], 1, ["b"]],
    [
      "the first of one priority, one without a priority as medium",
      [named("a", { priority: "low" }), named("b", { priority: null }), named("c", { priority: "medium" })],
      2,
      ["b", "c"],
    ],
    [
      "an epic with the first of its tickets",
      [named("a"), epic("e"), named("b", { epic: "e", priority: "critical" })],
      2,
      ["e", "b"],
    ],
    ["a ticket without its epic, where there is room for one", [epic("e"), named("a", { epic: "e" })], 1, ["a"]],
    [
      "an epic of no ticket last",
      [epic("e"), named("a", { priority: "low" }), named("b", { priority: "low" })],
      2,
      ["a", "b"],
    ],
    ["epics, where there is nothing else", [epic("e"), epic("f"), epic("g")], 2, ["e", "f"]],
  ])("keeps %s", (_what, tickets, limit, kept) => {
    expect(keptOf(tickets, limit).titles).toEqual(kept);
  });

  it("drops no more than there are too many", () => {
    const tickets = [epic("e"), epic("f"), named("a"), epic("g")];

    expect(keptOf(tickets, 3).titles).toEqual(["e", "f", "a"]);
  });

  it("records each ticket that is left out, and each reference to one", () => {
    const tickets = [
      named("a", { priority: "low" }),
      named("b", { dependsOn: ["a"] }),
      epic("e"),
      named("c", { epic: "e", dependsOn: ["b", "a"] }),
    ];

    const { result, changes, titles } = keptOf(tickets, 2);

    expect(titles).toEqual(["b", "c"]);
    expect(result.tickets.map(({ dependencies, parentExternalId }) => [dependencies, parentExternalId])).toEqual([
      [[], null],
      [["SPEC-1"], null],
    ]);
    expect(changes.filter(({ action }) => action === "surplus_dropped")).toEqual([
      { ticket: 1, field: "ticket", action: "surplus_dropped" },
      { ticket: 3, field: "ticket", action: "surplus_dropped" },
      { ticket: 2, field: "dependsOn", action: "surplus_dropped" },
      { ticket: 4, field: "dependsOn", action: "surplus_dropped" },
      { ticket: 4, field: "epic", action: "surplus_dropped" },
    ]);
  });

  it("keeps risks and questions, without the tickets that are gone", () => {
    const draft = makeDraft({
      tickets: [named("a"), named("b", { priority: "low" })],
      risks: [{ description: "Late files", severity: "high", tickets: ["b", "a"] }],
      openQuestions: [{ question: "Which banks?", tickets: ["b"] }],
    });

    const { result } = validOf(build(draft, { maxTicketCount: 1 }));

    expect(result.risks[0]?.relatedTicketIds).toEqual(["SPEC-1"]);
    expect(result.openQuestions[0]?.relatedTicketIds).toEqual([]);
  });

  it("states why a requirement is not covered whose only ticket is left out", () => {
    const tickets = [named("a", { covers: ["R1"] }), named("b", { priority: "low", covers: ["R1", "R2"] })];
    const plan = makePlan({ requirements: [1, 2].map(makeRequirement) });

    const { notCovered } = validOf(build(makeDraft({ tickets }), { maxTicketCount: 1 }, { plan }));

    expect(notCovered).toEqual([
      { requirement: "R2", reason: expect.stringContaining("more tickets than were allowed") },
    ]);
  });

  it("drops nothing where an exact number was asked for: more is no better than fewer", () => {
    const tickets = [named("a"), named("b"), named("c")];

    const verdict = build(makeDraft({ tickets }), { ticketCount: 2, maxTicketCount: 2 });

    expect(problemsOf(verdict)).toContainEqual(expect.stringContaining("exactly 2 tickets"));
  });

  it("never ends with more than fifty", () => {
    const tickets = Array.from({ length: 60 }, (_ticket, at) => named(`t${at}`));

    expect(keptOf(tickets, 50).titles).toHaveLength(50);
  });
});
