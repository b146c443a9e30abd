import { triage } from "@tessera/core/agents";
import type { Tag } from "@tessera/core/tickets";
import { describe, expect, it } from "vitest";
import { makeTicket } from "../triggers/builders.ts";

function judge(subject: string, description = "") {
  const { category, priority } = triage(makeTicket({ subject, description }), []);
  return [category?.value ?? null, priority?.value ?? null];
}

function makeTag(name: string, overrides: Partial<Tag> = {}): Tag {
  const at = "2026-03-01T12:00:00.000Z";
  const row = { createdAt: at, updatedAt: at, version: 1, audit: { sequence: 0, hash: "" } };
  return { id: `id-${name}`, tenantId: "t-1", teamId: null, name, color: "#6b7280", ...row, ...overrides };
}

describe("PX-45 the triage agent reads words", () => {
  it.each([
    ["Invoice 4711 is wrong", "billing", null],
    ["Please refund my last payment", "billing", null],
    ["I was charged twice this month", "billing", null],
    ["Credit card was declined, cannot work until it is fixed", "billing", "high"],
    ["Cannot login", "account", null],
    ["Forgot my password", "account", null],
    ["My user is locked out", "account", null],
    ["Two-factor codes do not arrive", "account", null],
    ["Sign in loops forever", "account", null],
    ["App crashes on start", "bug", null],
    ["Error 500 when saving", "bug", null],
    ["See the stack trace below", "bug", null],
    ["Export is broken, we are blocked", "bug", "high"],
    ["The button doesn't work", "bug", null],
    ["It would be great to have a dark mode", "feature", null],
    ["Feature request: export to CSV", "feature", null],
    ["Please add a second calendar", "feature", null],
    ["It would be nice if the API had paging", "feature", null],
    ["API timeouts since noon", "technical", null],
    ["DNS does not resolve", "technical", null],
    ["SSL certificate expired", "technical", null],
    ["How do I install the agent?", "technical", null],
    ["Complete outage of the portal", null, "urgent"],
    ["The site is down", null, "urgent"],
    ["Everything is DOWN!", null, "urgent"],
    ["Data loss after the update", null, "urgent"],
    ["Possible security breach", null, "urgent"],
    ["Production database unreachable, error with a stack trace", "bug", "urgent"],
    ["Typo on the start page", null, "low"],
    ["A question about your terms", null, "low"],
    ["Question: is production affected by the outage?", null, "urgent"],
    ["I can’t work without it", null, "high"],
    ["Scroll down on the page", null, null],
    ["The drop-down is too narrow", null, null],
    ["Please write down the steps", null, null],
    ["Download the report", null, null],
    ["Terror in the streets", null, null],
    ["Hello", null, null],
    ["", null, null],
  ])("%s: %s, %s", (subject, category, priority) => {
    expect(judge(subject)).toEqual([category, priority]);
  });

  it("reads the description too, and prefers what is said more often", () => {
    expect(judge("Login page", "It crashes with an exception and a stack trace")).toEqual(["bug", null]);
  });

  it("leaves alone what somebody has set", () => {
    const found = triage(makeTicket({ subject: "Outage: error", category: "billing", priority: "low" }), []);

    expect(found).toMatchObject({ category: null, priority: null });
  });

  it("takes the tags that are named as whole words, of the ticket's team or of everyone", () => {
    const tags = [
      makeTag("VIP"),
      makeTag("c++"),
      makeTag("port"),
      makeTag("ours", { teamId: "team-1" }),
      makeTag("theirs", { teamId: "team-2" }),
      makeTag("on it", { id: "carried" }),
    ];
    const ticket = makeTicket({
      subject: "vip: C++ support",
      description: "ours, theirs, on it",
      teamId: "team-1",
      tagIds: ["carried"],
    });

    expect(triage(ticket, tags).tags.map(({ name }) => name)).toEqual(["VIP", "c++", "ours"]);
  });

  it("leaves a ticket with no more than 20 tags", () => {
    const tags = Array.from({ length: 30 }, (_, at) => makeTag(`tag${at}x`));
    const description = tags.map(({ name }) => name).join(" ");

    expect(triage(makeTicket({ description, tagIds: ["a", "b"] }), tags).tags).toHaveLength(18);
  });

  it("K10 takes no longer for a long hostile text", () => {
    const startedAt = performance.now();

    for (const piece of ["down ", "scroll ", "page down", "a", "log ", "would be "]) {
      triage(makeTicket({ description: piece.repeat(65_536 / piece.length) }), [makeTag("a"), makeTag("aa")]);
    }

    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
