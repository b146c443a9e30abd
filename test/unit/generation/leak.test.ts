import { type DraftPromptInput, draftPrompt, partPrompt } from "@tessera/core/generation";
import { describe, expect, it } from "vitest";
import { draftLeaks, partLeaks } from "../../../packages/core/src/generation/prompt/index.ts";
import { build, makeDraft, makeMatching, makeOptions, makePlan, makeTicket } from "../../support/drafts.ts";

const options = makeOptions({ outputDetail: "detailed", ticketCount: 7 });
const mark = "spec-0123456789abcdef01234567";
const ask: DraftPromptInput = { title: "t", spec: "s", options, plan: makePlan(), mark, previous: null };
const plain = (text: string) => text.replace(/\s+/g, " ");

describe.each([
  ["a whole draft", plain(draftPrompt(ask).system), draftLeaks(options)],
  ["a part", plain(partPrompt({ ...ask, part: 0 }).system), partLeaks()],
])("L3 the rules for %s in an answer", (_what, system, leaks) => {
  /** Every run of so many characters, but for those with a mark in it, which is refused by itself. */
  const runs = (length: number) =>
    Array.from({ length: system.length - length + 1 }, (_run, at) => system.slice(at, at + length)).filter(
      (run) => !/[<>]|spec-|[0-9a-f]{8}/.test(run),
    );

  it("are found in every run of fifty characters, wherever it stands", () => {
    const missed = runs(50).filter((run, at) => !leaks(`${"·".repeat(at % 60)}${run}·`));

    expect(runs(50).length).toBeGreaterThan(500);
    expect(missed).toEqual([]);
  });

  it("are not found in shorter runs", () => {
    expect(runs(49).filter((run, at) => leaks(`${"·".repeat(at % 60)}${run}·`))).toEqual([]);
  });

  it.each([
    ["other white space", (run: string) => run.replaceAll(" ", "\n\t ")],
    ["zero-width characters", (run: string) => [...run].join("\u200b")],
    ["capital letters", (run: string) => run.toUpperCase()],
    ["soft hyphens", (run: string) => [...run].join("\u00ad")],
  ])("are found behind %s", (_how, hide) => {
    expect(leaks(hide(runs(50)[10] ?? ""))).toBe(true);
  });
});

describe("L3 a leak in any field", () => {
  const run = plain(draftPrompt({ ...ask, options: makeOptions() }).system).slice(0, 52);
  const middle = run.indexOf(" ", 24);

  it.each<[string, Record<string, unknown>]>([
    ["the summary", { summary: run }],
    ["a title", { tickets: [makeTicket({ title: run })] }],
    ["a description", { tickets: [makeTicket({ description: run })] }],
    ["a criterion", { tickets: [makeTicket({ acceptanceCriteria: ["A", run] })] }],
    ["a component", { tickets: [makeTicket({ component: run })] }],
    ["a milestone", { tickets: [makeTicket({ milestone: run })] }],
    ["a risk", { risks: [{ description: run, severity: "low", tickets: [] }] }],
    ["a question", { openQuestions: [{ question: run, tickets: [] }] }],
    ["two labels", { tickets: [makeTicket({ labels: [run.slice(0, middle), run.slice(middle + 1)] })] }],
  ])("is refused, also at the end: %s", (_where, overrides) => {
    expect(build(makeDraft(overrides)).kind).toBe("invalid");
  });

  it("is none where only the rules of this product wrote, which no model was told", () => {
    const draft = makeDraft({ tickets: [makeTicket({ description: run }), makeMatching()] });

    expect(build(draft, {}, { plan: makePlan({ promptBudget: null }) }).kind).toBe("valid");
  });
});
