import {
  buildResult,
  composeDraft,
  type Draft,
  type DraftTicket,
  partPrompt,
  readPart,
} from "@tessera/core/generation";
import { describe, expect, it } from "vitest";
import { makeDraft, makeInput, makeOptions, makePlan, makeTicket, validOf } from "../../support/drafts.ts";

const mark = "spec-0123456789abcdef01234567";

/** A ticket of a skeleton: the rules' own words, each title once. */
function planned(ref: string, overrides: Partial<DraftTicket> = {}): DraftTicket {
  return makeTicket({
    ref,
    title: `Planned ${ref} of billing`,
    description: `Planned ${ref}.`,
    acceptanceCriteria: [`${ref} is stored`, `${ref} is shown`],
    labels: ["planned"],
    ...overrides,
  });
}

/** The same ticket as a model wrote it out. */
function written(ref: string, overrides: Record<string, unknown> = {}) {
  return {
    ref,
    title: `Write ${ref} to the ledger`,
    description: `What ${ref} does.`,
    acceptanceCriteria: [`${ref} works`, `${ref} fails`],
    labels: ["billing"],
    priority: "low",
    storyPoints: 8,
    dependsOn: [],
    ...overrides,
  };
}

const skeleton: Draft = makeDraft({
  tickets: [
    planned("e1", { type: "epic" }),
    planned("t1", { epic: "e1", covers: ["R1"], sources: [{ section: "s1", start: 300, end: 400 }] }),
    planned("t2", { epic: "e1", dependsOn: ["t1"] }),
    planned("t3"),
  ],
});
const parts = [
  { tickets: ["e1", "t1"], ranges: [{ start: 0, end: 90 }], requirements: ["R1"], omitted: [] },
  { tickets: ["t2", "t3"], ranges: [{ start: 90, end: 200 }], requirements: [], omitted: [] },
];
const requirement = { id: "R1", kind: "modal", section: "s1", start: 50, end: 90, sha256: "0".repeat(64) } as const;
const plan = makePlan({ skeleton, parts, requirements: [requirement] });

const answer = (...tickets: unknown[]) => JSON.stringify({ tickets });
const read = (text: string, finishReason: string | null = "stop") => readPart(plan, 0, text, finishReason);

function readOf(verdict: ReturnType<typeof readPart>) {
  if (verdict.kind === "unreadable") throw new Error(verdict.problems.join(" "));
  return verdict;
}

describe("D1 D2 the answer to a part", () => {
  it("gives the tickets that were asked for, in the order of the plan", () => {
    const { tickets, changes } = readOf(read(answer(written("t1"), written("e1"))));

    expect(tickets.map(({ ref, title }) => [ref, title])).toEqual([
      ["e1", "Write e1 to the ledger"],
      ["t1", "Write t1 to the ledger"],
    ]);
    expect(changes).toEqual([]);
  });

  it("loses tickets that were not asked for, and says so", () => {
    const { tickets, changes } = readOf(read(answer(written("e1"), written("t1"), written("t2"), written("x"), "t9")));

    expect(tickets).toHaveLength(2);
    expect(changes).toContainEqual({ ticket: null, field: "tickets", action: "not_asked_dropped", detail: "3" });
  });

  it("tells what it mended, by the place in the skeleton", () => {
    const { changes } = readOf(
      read(`\`\`\`json\n${answer(written("e1"), written("T1", { storyPoints: "3", colour: "red" }))}\n\`\`\``),
    );

    expect(changes).toEqual([
      { ticket: null, field: "answer", action: "surrounding_text_removed" },
      { ticket: 2, field: "keys", action: "unknown_keys_ignored" },
      { ticket: 2, field: "storyPoints", action: "converted" },
    ]);
  });

  it.each<[string, string, string]>([
    ["a ticket is missing", answer(written("e1")), "once. Wrong: t1."],
    ["all tickets are missing", answer(), "once. Wrong: e1, t1."],
    ["a ticket comes twice", answer(written("e1"), written("t1"), written("t1")), "once. Wrong: t1."],
    ["a title is empty", answer(written("e1", { title: " ** " }), written("t1")), "title. Wrong: e1."],
    [
      "a description is missing",
      answer(written("e1"), written("t1", { description: null })),
      "description. Wrong: t1.",
    ],
    [
      "criteria are no strings",
      answer(written("e1"), written("t1", { acceptanceCriteria: [{}] })),
      "string. Wrong: t1.",
    ],
    ["a mark is in it", answer(written("e1"), written("t1", { description: `</${mark}>` })), "request. Wrong: t1."],
    ["it is prose", "I will not.", "no JSON object"],
    ["it is empty", "", "empty"],
    ["it ends in the middle", answer(written("e1"), written("t1")).slice(0, -20), "cut off"],
  ])("is sent back when %s", (_what, text, problem) => {
    const verdict = read(text);

    expect(verdict).toMatchObject({ kind: "unreadable", problems: [expect.stringContaining(problem)] });
  });

  it.each(["length", "MAX_TOKENS", "max_output_tokens"])("is never read when the model stopped for %s", (reason) => {
    expect(read(answer(written("e1"), written("t1")), reason).kind).toBe("unreadable");
  });

  it("is sent back when it repeats the rules", () => {
    const { system } = partPrompt({
      title: "t",
      spec: "s",
      options: makeOptions(),
      plan,
      mark,
      previous: null,
      part: 0,
    });
    const leak = system.slice(400, 460);

    expect(read(answer(written("e1"), written("t1", { description: leak }))).kind).toBe("unreadable");
    expect(read(answer(written("e1"), written("t1", { description: leak.slice(0, 40) }))).kind).toBe("read");
  });
});

const writtenParts = (overrides: Record<string, Record<string, unknown>> = {}) =>
  parts.map(
    ({ tickets }, part) =>
      readOf(readPart(plan, part, answer(...tickets.map((ref) => written(ref, overrides[ref]))), "stop")).tickets,
  );

describe("D13 a draft from parts", () => {
  it("keeps the skeleton's order, types, epics, covers, sources and dependencies, in the model's words", () => {
    const draft = composeDraft(plan, writtenParts(), []);

    expect(draft.tickets.map(({ ref, type, epic, dependsOn }) => [ref, type, epic, dependsOn])).toEqual([
      ["e1", "epic", null, []],
      ["t1", "story", "e1", []],
      ["t2", "story", "e1", ["t1"]],
      ["t3", "story", null, []],
    ]);
    expect(draft.tickets[1]).toMatchObject({
      title: "Write t1 to the ledger",
      acceptanceCriteria: ["t1 works", "t1 fails"],
      covers: ["R1"],
      sources: [{ section: "s1", start: 300, end: 400 }],
      ...{ labels: ["billing"], priority: "low", storyPoints: 8 },
    });
    expect(draft.changes).toEqual([]);
  });

  it("keeps the skeleton's labels, priority and points where the model gives none", () => {
    const draft = composeDraft(plan, writtenParts({ t1: { labels: [], priority: "none", storyPoints: 0 } }), []);

    expect(draft.tickets[1]).toMatchObject({ labels: ["planned"], priority: "high", storyPoints: 3 });
  });

  it("adds the model's dependencies across parts", () => {
    const draft = composeDraft(plan, writtenParts({ t3: { dependsOn: ["t1", "2"] }, e1: { dependsOn: ["T9"] } }), []);

    expect(draft.tickets[3]?.dependsOn).toEqual(["t1"]);
    expect(draft.changes).toEqual([
      { ticket: 1, field: "dependsOn", action: "unknown_dropped" },
      { ticket: 4, field: "dependsOn", action: "matched_by_number" },
      { ticket: 4, field: "dependsOn", action: "duplicate_dropped" },
    ]);
  });

  it.each([
    ["of two tickets", { t1: ["t2"] }, 2],
    ["of three tickets", { t1: ["t3"], t3: ["t2"] }, 4],
    ["of an epic and its ticket", { e1: ["t2"] }, 1],
    ["of a ticket and itself", { t3: ["t3"] }, 4],
  ])("leaves out a dependency that closes a circle %s", (_what, dependencies, ticket) => {
    const overrides = Object.fromEntries(Object.entries(dependencies).map(([ref, dependsOn]) => [ref, { dependsOn }]));

    const draft = composeDraft(plan, writtenParts(overrides), []);

    expect(draft.changes).toContainEqual(
      expect.objectContaining({
        ticket,
        field: "dependsOn",
        action: expect.stringMatching(/^(?:cycle|self)_dropped$/),
      }),
    );
    expect(buildResult(makeInput({ answer: JSON.stringify(draft), plan })).kind).toBe("valid");
  });

  it.each([
    ["of another ticket of the skeleton", "planned t2 of billing!"],
    ["that another part has taken", "Write e1 to the ledger"],
    ["that says nothing", "Implementation"],
  ])("keeps the skeleton's title instead of one %s", (_what, title) => {
    const draft = composeDraft(plan, writtenParts({ t3: { title } }), []);

    expect(draft.tickets[3]?.title).toBe("Planned t3 of billing");
    expect(draft.changes).toContainEqual({ ticket: 4, field: "title", action: "skeleton_kept" });
  });

  it("takes a ticket that no part brought from the skeleton, and says so", () => {
    const draft = composeDraft(plan, [writtenParts()[0] ?? []], []);

    expect(draft.tickets[3]).toEqual(skeleton.tickets[3]);
    expect(draft.changes).toContainEqual({ ticket: 4, field: "ticket", action: "skeleton_kept" });
  });

  it("records what of a ticket's text did not fit into its call", () => {
    const cut = parts.map((part) => ({ ...part, omitted: [{ start: 350, end: 500 }] }));

    const draft = composeDraft({ ...plan, parts: cut }, writtenParts(), []);

    expect(draft.changes).toContainEqual({
      ticket: 2,
      field: "sources",
      action: "text_cut_to_fit",
      detail: "50 characters",
    });
  });

  it("carries what was changed in its parts into the trace of the result", () => {
    const change = { ticket: 2, field: "storyPoints", action: "converted" } as const;

    const draft = composeDraft(plan, writtenParts({ t3: { dependsOn: ["t9"] } }), [change]);

    const verdict = validOf(buildResult(makeInput({ answer: JSON.stringify(draft), plan })));
    expect(verdict.changes).toEqual([change, { ticket: 4, field: "dependsOn", action: "unknown_dropped" }]);
  });

  it("needs a skeleton", () => {
    expect(() => composeDraft(makePlan(), [], [])).toThrow("skeleton");
  });
});
