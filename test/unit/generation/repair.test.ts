import { describe, expect, it } from "vitest";
import { build, makeDraft, makeTicket, problemsOf, resultOf } from "../../support/drafts.ts";

/** The one ticket of a draft, after the repairs. */
function repaired(ticket: Record<string, unknown>, options: Parameters<typeof build>[1] = {}) {
  const [first] = resultOf(build({ summary: "s", tickets: [{ ...makeTicket(), ...ticket }] }, options)).tickets;
  if (!first) throw new Error("no ticket");
  return first;
}

describe("TF-47 titles", () => {
  it.each([
    ["  Import \n\t bank   statements ", "Import bank statements"],
    ["## Import bank statements ##", "Import bank statements"],
    ["- **Import** bank statements", "Import bank statements"],
    ["**Import bank statements**", "Import bank statements"],
    ["`Import bank statements`", "Import bank statements"],
    ['"Import bank statements"', "Import bank statements"],
    ["Import [bank statements](https://example.test/a)", "Import bank statements"],
    ["<b>Import</b> bank statements<br/>", "Import bank statements"],
    ["Import\u0000 bank\u0007 statements", "Import bank statements"],
    ["Return List<String> from __init__ in `a.ts`", "Return List<String> from __init__ in `a.ts`"],
    ["Lone \ud83d surrogate", "Lone \ufffd surrogate"],
  ])("%j becomes %j", (title, expected) => {
    expect(repaired({ title }).title).toBe(expected);
  });

  it("keeps a title of exactly 120 code points", () => {
    const title = "🎟".repeat(120);

    expect(repaired({ title }).title).toBe(title);
  });

  it("shortens a title of 121 code points, counting an emoji as one", () => {
    const shortened = repaired({ title: "🎟".repeat(121) }).title;

    expect([...shortened]).toHaveLength(120);
    expect(shortened).toBe(`${"🎟".repeat(119)}…`);
  });

  it("shortens at a word", () => {
    const title = `${"word ".repeat(23)}extraordinarily long`;

    expect(repaired({ title }).title).toBe(`${"word ".repeat(23).trim()}…`);
  });

  it("keeps a whole word that ends where the title must end", () => {
    const title = `${"a".repeat(60)} ${"b".repeat(58)} ${"c".repeat(20)}`;

    expect(repaired({ title }).title).toBe(`${"a".repeat(60)} ${"b".repeat(58)}…`);
  });
});

describe("D6 words and numbers", () => {
  it.each([
    ["Feature", "story"],
    ["USER_STORY", "story"],
    ["chore", "task"],
    ["Sub-task", "task"],
    ["research", "spike"],
    ["defect", "bug"],
    [" Epic ", "epic"],
  ])("the type %j is %s", (type, expected) => {
    expect(repaired({ type }).ticketType).toBe(expected);
  });

  it.each([
    ["Urgent", "critical"],
    ["highest", "critical"],
    ["BLOCKER", "critical"],
    ["normal", "medium"],
    ["moderate", "medium"],
    ["minor", "low"],
    ["Trivial", "low"],
    ["High", "high"],
    ["", null],
    ["none", null],
    [null, null],
    [undefined, null],
  ])("the priority %j is %s", (priority, expected) => {
    expect(repaired({ priority }).priority).toBe(expected);
  });

  it.each([
    [3, 3],
    ["3", 3],
    ["3.0", 3],
    [2.9999, 3],
    [100, 100],
    [0, null],
    [101, null],
    [-1, null],
    [1.5, null],
    ["three", null],
    [[3], null],
    [null, null],
    [undefined, null],
  ])("the story points %j are %s", (storyPoints, expected) => {
    expect(repaired({ storyPoints }).storyPoints).toBe(expected);
  });

  it.each([
    [0.4, 0.4],
    [7, 1],
    [-2, 0],
    ["0.9", 0.9],
    ["sure", undefined],
  ])("the confidence %j is %s", (confidence, expected) => {
    expect(repaired({ confidence }).metadata.confidence).toBe(expected);
  });

  it("drops keys that nobody asked for, and fills metadata from what is known", () => {
    const sources = [{ section: "s1", start: 4, end: 90 }, { section: "", start: -1, end: "x" }, "s3"];

    const ticket = repaired({ component: " ledger ", milestone: "Beta", estimate: "3d", assignee: "me", sources });

    expect(ticket.metadata).toEqual({
      component: "ledger",
      suggested_milestone: "Beta",
      source_refs: [{ section: "s1", start: 4, end: 90 }],
    });
    expect(Object.keys(ticket)).not.toContain("assignee");
  });

  it("clamps labels to 40 code points, and drops empty and repeated ones", () => {
    const labels = ["api", " api ", "", "🎟".repeat(41), 7];

    expect(repaired({ labels }).labels).toEqual(["api", `${"🎟".repeat(39)}…`, "7"]);
  });
});

describe("TF-49 acceptance criteria", () => {
  const ten = Array.from({ length: 10 }, (_criterion, at) => `Rule ${at} holds.`);

  it.each([
    ["compact", 3],
    ["standard", 5],
    ["detailed", 8],
  ] as const)("%s keeps at most %i, and loses none", (outputDetail, limit) => {
    const { acceptanceCriteria } = repaired({ acceptanceCriteria: ten }, { outputDetail });

    expect(acceptanceCriteria).toHaveLength(limit);
    expect(acceptanceCriteria.join("; ").match(/Rule \d holds/g)).toEqual(ten.map((rule) => rule.slice(0, -1)));
  });

  it("joins neighbours evenly", () => {
    const { acceptanceCriteria } = repaired({ acceptanceCriteria: ten.slice(0, 7) }, { outputDetail: "compact" });

    expect(acceptanceCriteria).toEqual([
      "Rule 0 holds; Rule 1 holds",
      "Rule 2 holds; Rule 3 holds",
      "Rule 4 holds; Rule 5 holds; Rule 6 holds",
    ]);
  });

  it("drops empty and repeated ones", () => {
    expect(repaired({ acceptanceCriteria: ["Works", "", "Works ", "Fails"] }).acceptanceCriteria).toEqual([
      "Works",
      "Fails",
    ]);
  });
});

describe("D4 D5 references", () => {
  it.each([
    ["foreign ids", ["T-1", "T-2"]],
    ["nearly equal ids", ["SPEC-1", "SPEC-01"]],
    ["gaps", ["SPEC-7", "SPEC-3"]],
    ["hostile ids", ["__proto__", "constructor"]],
  ])("numbers %s anew and rewrites every reference", (_what, [first = "", second = ""]) => {
    const result = resultOf(
      build(
        makeDraft({
          tickets: [makeTicket({ ref: first }), makeTicket({ ref: second, dependsOn: [` ${first} `] })],
          risks: [{ description: "Late files", severity: "Urgent", tickets: [second, first, second] }],
          openQuestions: [{ question: "Which banks?", tickets: [second] }],
        }),
      ),
    );

    expect(result.tickets.map((ticket) => [ticket.externalId, ticket.dependencies])).toEqual([
      ["SPEC-1", []],
      ["SPEC-2", ["SPEC-1"]],
    ]);
    expect(result.risks).toEqual([
      { id: "RISK-1", description: "Late files", severity: "critical", relatedTicketIds: ["SPEC-2", "SPEC-1"] },
    ]);
    expect(result.openQuestions[0]?.relatedTicketIds).toEqual(["SPEC-2"]);
  });

  it("drops dependencies that are unknown, repeated, or the ticket itself", () => {
    const tickets = [makeTicket({ ref: "a" }), makeTicket({ ref: "b", dependsOn: ["b", "a", "x", "a", "none"] })];

    expect(resultOf(build(makeDraft({ tickets }))).tickets[1]?.dependencies).toEqual(["SPEC-1"]);
  });

  it("renumbers repeated and missing refs that nothing refers to", () => {
    const tickets = ["a", "a", "", ""].map((ref) => makeTicket({ ref }));

    expect(resultOf(build(makeDraft({ tickets }))).tickets.map((ticket) => ticket.externalId)).toEqual([
      "SPEC-1",
      "SPEC-2",
      "SPEC-3",
      "SPEC-4",
    ]);
  });

  it.each([
    ["a dependency", { dependsOn: ["a"] }, {}],
    ["a parent", { epic: "a" }, {}],
    ["a risk", {}, { risks: [{ description: "d", severity: "low", tickets: ["a"] }] }],
    ["a question", {}, { openQuestions: [{ question: "q", tickets: ["a"] }] }],
  ])("asks again for repeated refs that %s refers to", (_what, ticket, rest) => {
    const epic = makeTicket({ ref: "a", type: "epic" });
    const draft = makeDraft({ tickets: [epic, epic, makeTicket({ ref: "c", ...ticket })], ...rest });

    expect(problemsOf(build(draft))).toContainEqual(expect.stringMatching(/one ticket\. Wrong in ticket 1, 2\.$/));
  });

  it.each(["", "none", "null", "N/A", null])("reads the parent %j as none", (epic) => {
    expect(repaired({ epic }, { includeEpics: false }).parentExternalId).toBeNull();
  });
});
