import { describe, expect, it } from "vitest";
import type { draftRules } from "../../../packages/core/src/generation/problems.ts";
import { build, makeDraft, makeTicket, problemsOf } from "../../support/drafts.ts";

type RuleName = keyof typeof draftRules;
type BuildArguments = Parameters<typeof build>;

const epic = makeTicket({ ref: "e", type: "epic", title: "Billing" });
const canary = "Zebra-Spec-Words";

/** One bad model output for each rule, and the words that name what is wrong. */
const badDrafts: Record<RuleName, { problem: RegExp; draft: BuildArguments[0]; options?: BuildArguments[1] }> = {
  summaryPresent: { problem: /needs a non-empty summary/, draft: makeDraft({ summary: " \n" }) },
  ticketsPresent: { problem: /at least one ticket/, draft: makeDraft({ tickets: [] }) },
  ticketCountMet: {
    problem: /exactly 3 tickets, epics included\. The draft has 2/,
    draft: makeDraft(),
    options: { ticketCount: 3 },
  },
  ticketLimitKept: {
    problem: /at most 50 tickets, epics included\. The draft has 60/,
    draft: makeDraft({ tickets: Array.from({ length: 60 }, (_ticket, at) => makeTicket({ ref: `t${at}` })) }),
    options: { maxTicketCount: 50 },
  },
  titlePresent: {
    problem: /non-empty title.*ticket 1\.$/,
    draft: makeDraft({ tickets: [makeTicket({ title: "**" })] }),
  },
  descriptionPresent: {
    problem: /non-empty description.*ticket 1\.$/,
    draft: makeDraft({ tickets: [makeTicket({ description: "\u0000 " })] }),
  },
  typeKnown: {
    problem: /must be epic, story, task, bug or spike.*ticket 2\.$/,
    draft: makeDraft({ tickets: [makeTicket(), makeTicket({ ref: "b", type: canary })] }),
  },
  criteriaPresent: {
    problem: /at least one acceptance criterion.*ticket 1\.$/,
    draft: makeDraft({ tickets: [makeTicket({ acceptanceCriteria: ["", " "] })] }),
  },
  priorityKnown: {
    problem: /priority of a ticket must be .*ticket 1\.$/,
    draft: makeDraft({ tickets: [makeTicket({ priority: canary })] }),
  },
  severityKnown: {
    problem: /severity of every risk must be/,
    draft: makeDraft({ risks: [{ description: canary, severity: canary, tickets: [] }] }),
  },
  refsUnambiguous: {
    problem: /must belong to one ticket\. Wrong in ticket 1, 2\.$/,
    draft: makeDraft({
      tickets: [
        makeTicket({ ref: canary }),
        makeTicket({ ref: canary }),
        makeTicket({ ref: "c", dependsOn: [canary] }),
      ],
    }),
  },
  epicsAllowed: {
    problem: /no ticket of type epic.*ticket 1\.$/,
    draft: makeDraft({ tickets: [epic, makeTicket()] }),
    options: { includeEpics: false },
  },
  parentsAllowed: {
    problem: /epic of every ticket must be null.*ticket 2\.$/,
    draft: makeDraft({ tickets: [makeTicket({ ref: "a" }), makeTicket({ ref: "b", epic: "a" })] }),
    options: { includeEpics: false },
  },
  parentExists: {
    problem: /null or the ref of one ticket.*ticket 2\.$/,
    draft: makeDraft({ tickets: [epic, makeTicket({ epic: canary })] }),
  },
  parentIsEpic: {
    problem: /must be a ticket of type epic.*ticket 2\.$/,
    draft: makeDraft({ tickets: [makeTicket({ ref: "a" }), makeTicket({ ref: "b", epic: "a" })] }),
  },
  epicHasNoParent: {
    problem: /belongs to no other epic.*ticket 2\.$/,
    draft: makeDraft({ tickets: [epic, { ...epic, ref: "f", epic: "e" }] }),
  },
  noCircle: {
    problem: /in a circle.*ticket 2, 3, 4\.$/,
    draft: makeDraft({
      tickets: [
        makeTicket({ ref: "a", dependsOn: ["b"] }),
        makeTicket({ ref: "b", dependsOn: ["c"] }),
        makeTicket({ ref: "c", dependsOn: ["d"] }),
        makeTicket({ ref: "d", dependsOn: ["b"] }),
      ],
    }),
  },
};

describe("TF-46 one bad model output for each rule", () => {
  it.each(Object.entries(badDrafts))("%s", (_rule, { draft, options, problem }) => {
    const problems = problemsOf(build(draft, options));

    expect(problems).toContainEqual(expect.stringMatching(problem));
    // L3: what goes back to the model, and into a log, holds nothing that anybody else wrote.
    expect(problems.join()).not.toContain(canary);
  });

  it("names everything that is wrong at once, so that one more try can be enough", () => {
    const draft = makeDraft({
      summary: "",
      tickets: [makeTicket({ title: "", type: "thing", acceptanceCriteria: [] })],
    });

    expect(problemsOf(build(draft))).toHaveLength(4);
  });

  it("names ten tickets and counts the others", () => {
    const tickets = Array.from({ length: 12 }, (_ticket, at) => makeTicket({ ref: `t${at}`, description: "" }));

    const [problem] = problemsOf(build(makeDraft({ tickets })));

    expect(problem).toMatch(/Wrong in ticket 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more\.$/);
  });
});

describe("D5 tickets that wait for each other", () => {
  it("finds an epic that waits for its own child", () => {
    const tickets = [{ ...epic, dependsOn: ["a"] }, makeTicket({ ref: "a", epic: "e" })];

    expect(problemsOf(build(makeDraft({ tickets })))).toEqual([expect.stringMatching(/in a circle.*ticket 1, 2\.$/)]);
  });

  it("finds an epic that is its own parent", () => {
    const tickets = [{ ...epic, epic: "e" }];

    expect(problemsOf(build(makeDraft({ tickets })))).toContainEqual(expect.stringMatching(/no other epic/));
  });

  it("finds two epics that are each other's parents", () => {
    const tickets = [
      { ...epic, ref: "e", epic: "f" },
      { ...epic, ref: "f", epic: "e" },
    ];

    expect(problemsOf(build(makeDraft({ tickets })))).toContainEqual(expect.stringMatching(/in a circle.*1, 2\.$/));
  });
});

describe("D3 the number of tickets", () => {
  it("counts epics", () => {
    expect(build(makeDraft({ tickets: [epic, makeTicket({ epic: "e" })] }), { ticketCount: 2 }).kind).toBe("valid");
  });

  it("never cuts a list that is too long: what is left out could be what matters (D-8)", () => {
    expect(problemsOf(build(makeDraft(), { maxTicketCount: 1 }))).toEqual([
      expect.stringContaining("at most 1 tickets"),
    ]);
  });
});
