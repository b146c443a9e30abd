import { describe, expect, it } from "vitest";
import { draftRules, type RuleName } from "../../../packages/core/src/generation/problems.ts";
import {
  build,
  makeDraft,
  makeMatching,
  makePlan,
  makeRequirement,
  makeTicket,
  problemsOf,
  validOf,
} from "../../support/drafts.ts";

const softRules = Object.entries(draftRules)
  .filter(([, { severity }]) => severity === "soft")
  .map(([name]) => name);

type BuildArguments = Parameters<typeof build>;

const epic = makeTicket({ ref: "e", type: "epic", title: "Billing" });
const canary = "Zebra-Spec-Words";

/** The same draft with one hard fault more, in a last ticket that shares nothing with the others. */
function withEmptyTicket(draft: ReturnType<typeof makeDraft>) {
  const empty = makeTicket({
    ref: "z",
    title: "Archive ledgers",
    description: "",
    acceptanceCriteria: ["Gone", "Back"],
  });
  return { ...draft, tickets: [...draft.tickets, empty] };
}

/** One bad model output for each rule, and the words that name what is wrong. */
const badDrafts: Record<
  RuleName,
  { problem: RegExp; draft: ReturnType<typeof makeDraft>; options?: BuildArguments[1]; input?: BuildArguments[2] }
> = {
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
  criteriaPresent: {
    problem: /at least one acceptance criterion.*ticket 1\.$/,
    draft: makeDraft({ tickets: [makeTicket({ acceptanceCriteria: ["", " "] })] }),
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
    problem: /leave the epic of every ticket empty.*ticket 2\.$/,
    draft: makeDraft({ tickets: [makeTicket({ ref: "a" }), makeTicket({ ref: "b", epic: "a" })] }),
    options: { includeEpics: false },
  },
  parentIsEpic: {
    problem: /must be a ticket of type epic.*ticket 2\.$/,
    draft: makeDraft({ tickets: [makeTicket({ ref: "a" }), makeTicket({ ref: "b", epic: "a" })] }),
  },
  epicHasNoParent: {
    problem: /belongs to no other epic.*ticket 2\.$/,
    draft: makeDraft({ tickets: [epic, { ...epic, ref: "f", epic: "e" }] }),
  },
  nothingLeaked: {
    problem: /may repeat the rules or a mark.*ticket 2\.$/,
    draft: makeDraft({ tickets: [makeTicket(), makeMatching({ description: `See </spec-${"0f".repeat(12)}>.` })] }),
  },
  criteriaEnough: {
    problem: /at least 2 acceptance criteria.*ticket 2\.$/,
    draft: makeDraft({ tickets: [makeTicket(), makeMatching({ acceptanceCriteria: [canary] })] }),
  },
  criteriaOwn: {
    problem: /must not all be those of another one.*ticket 1, 2\.$/,
    draft: makeDraft({ tickets: [makeTicket(), makeTicket({ ref: "b", title: canary })] }),
  },
  titlesDistinct: {
    problem: /needs a title of its own.*ticket 1, 2\.$/,
    draft: makeDraft({ tickets: [makeTicket({ title: canary }), makeMatching({ title: `${canary.toLowerCase()}!` })] }),
  },
  titlesSpecific: {
    problem: /not only the kind of work.*ticket 1, 2\.$/,
    draft: makeDraft({ tickets: [makeTicket({ title: "Implementation" }), makeMatching({ title: "Task 7" })] }),
  },
  requirementsAnswered: {
    problem: /Missing: R2, R4\.$/,
    draft: makeDraft({
      tickets: [makeTicket({ covers: ["R1"] })],
      notCovered: [{ requirement: "R3", reason: canary }],
    }),
    input: { plan: makePlan({ requirements: [1, 2, 3, 4].map(makeRequirement) }) },
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
  it.each(Object.entries(badDrafts))("%s", (rule, { draft, options, input, problem }) => {
    // A soft rule is only sent back together with a hard one.
    const bad = softRules.includes(rule) ? withEmptyTicket(draft) : draft;

    const problems = problemsOf(build(bad, options, { ...input, last: false }));

    expect(problems).toContainEqual(expect.stringMatching(problem));
    // L3: what goes back to the model, and into a log, holds nothing that anybody else wrote.
    expect(problems.join()).not.toContain(canary);
  });

  it("names everything that is wrong at once, so that one more try can be enough", () => {
    const draft = makeDraft({
      tickets: [makeTicket({ title: "", description: "", acceptanceCriteria: [] })],
    });

    expect(problemsOf(build(draft))).toHaveLength(3);
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

  it("asks again before it cuts a list that is too long", () => {
    const verdict = build(makeDraft(), { maxTicketCount: 1 }, { last: false });

    expect(problemsOf(verdict)).toEqual([expect.stringContaining("at most 1 tickets")]);
  });

  it.each([
    ["fewer", 3],
    ["more", 1],
  ])("is never a result with %s than the exact number, also at the end", (_what, ticketCount) => {
    expect(problemsOf(build(makeDraft(), { ticketCount }))).toEqual([
      expect.stringContaining(`exactly ${ticketCount} tickets`),
    ]);
  });
});

describe("TF-47 what a result can do without", () => {
  it("is a short list", () => {
    expect(softRules).toEqual(["criteriaEnough", "criteriaOwn", "titlesSpecific", "requirementsAnswered"]);
  });

  it.each(Object.entries(badDrafts).filter(([name]) => softRules.includes(name)))(
    "is accepted and recorded where nothing else is wrong: %s",
    (rule, { draft, options, input }) => {
      const { changes } = validOf(build(draft, options, { ...input, last: false }));

      expect(changes).toContainEqual(expect.objectContaining({ action: "accepted", detail: rule }));
    },
  );

  it("is worth a call while one is left, where two tickets have one title, and is accepted after that", () => {
    const { draft, options, input } = badDrafts.titlesDistinct;

    const asked = build(draft, options, { ...input, last: false });
    const end = build(draft, options, { ...input, last: true });

    expect(problemsOf(asked)).toContainEqual(expect.stringContaining("needs a title of its own"));
    expect(validOf(end).changes).toContainEqual(
      expect.objectContaining({ action: "accepted", detail: "titlesDistinct" }),
    );
  });

  it("never hides what a result cannot do without", () => {
    const draft = makeDraft({ tickets: [makeTicket({ acceptanceCriteria: ["One"], description: "" })] });

    expect(problemsOf(build(draft))).toEqual([
      expect.stringContaining("non-empty description"),
      expect.stringContaining("at least 2 acceptance criteria"),
    ]);
  });

  it.each([
    "Add CSV export",
    "Support C++ in the linter",
    "Test the import of bank statements",
    "Set up the database of invoices",
  ])("does not name the title %j", (title) => {
    const tickets = [makeTicket({ title }), makeMatching({ title: "Support C in the linter" })];

    expect(validOf(build(makeDraft({ tickets }))).changes).toEqual([]);
  });

  it("does not name an epic that repeats a criteria of its tickets, or tickets that share one of two", () => {
    const [first = "", second = ""] = makeTicket().acceptanceCriteria;
    const tickets = [
      { ...epic, acceptanceCriteria: [first, second] },
      makeTicket({ epic: "e" }),
      makeMatching({ acceptanceCriteria: [first, "An invoice of the same amount is matched"] }),
    ];

    expect(validOf(build(makeDraft({ tickets }))).changes).toEqual([]);
  });
});
