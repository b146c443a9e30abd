import { buildResult, type Draft } from "@tessera/core/generation";
import { describe, expect, it } from "vitest";
import { makeDraft, makeInput, makeMatching, makeOptions, makeTicket } from "../../support/drafts.ts";
import { contractFaults, resultOnWire, semanticFaults } from "../../support/result-contract.ts";

const epic = makeTicket({ ref: "e", type: "epic", title: "Reconcile invoices with statements" });
const draft = makeDraft({ tickets: [epic, makeTicket({ epic: "e" }), makeMatching({ epic: "e", dependsOn: ["a"] })] });
const good = JSON.stringify(draft);
const options = makeOptions({ maxTicketCount: 5 });

type Fault = [what: string, outcome: "recovered" | "asked again", answer: string, finishReason?: string];

const mended = (change: (draft: Draft) => unknown): string => JSON.stringify(change(structuredClone(draft)));
const second = (overrides: Record<string, unknown>): string =>
  mended(({ tickets, ...rest }) => ({
    ...rest,
    tickets: tickets.map((ticket, at) => (at === 1 ? { ...ticket, ...overrides } : ticket)),
  }));

/** What models do wrong, and what becomes of it: never a third thing. */
const faults: Fault[] = [
  ["fences", "recovered", `\`\`\`json\n${good}\n\`\`\``],
  ["a preamble and a closing remark", "recovered", `Here you are:\n${good}\nAnything else?`],
  ["a byte order mark", "recovered", `\uFEFF${good}`],
  ["trailing commas", "recovered", good.replaceAll("]}", ",]}").replace(/}$/, ",}")],
  ["an object around the answer", "recovered", `{"result":${good}}`],
  [
    "the names of the result",
    "recovered",
    good.replaceAll('"ref"', '"external_id"').replaceAll('"dependsOn"', '"dependencies"'),
  ],
  ["a version and a job of its own", "recovered", good.replace("{", '{"schema_version":"v9","job_id":"x",')],
  ["extra keys", "recovered", second({ estimate: "3d", assignee: "me" })],
  ["a title of 300 characters", "recovered", second({ title: "Import statements of banks ".repeat(12) })],
  ["a title of 121 emoji", "recovered", second({ title: "🎟".repeat(121) })],
  ["a priority in other words", "recovered", second({ priority: "URGENT" })],
  ["story points of 0, as text, or broken", "recovered", second({ storyPoints: "1.5" })],
  [
    "nine criteria",
    "recovered",
    second({ acceptanceCriteria: Array.from({ length: 9 }, (_item, at) => `Rule ${at} holds`) }),
  ],
  ["ids with gaps", "recovered", good.replaceAll('"a"', '"SPEC-07"').replaceAll('"b"', '"SPEC-3"')],
  ["a dangling dependency", "recovered", second({ dependsOn: ["z"] })],
  ["a dependency on itself", "recovered", second({ dependsOn: ["a"] })],
  [
    "a dependency on a later ticket",
    "recovered",
    mended(({ tickets, ...rest }) => ({ ...rest, tickets: tickets.toReversed() })),
  ],
  [
    "a risk of an unknown ticket",
    "recovered",
    mended((base) => ({ ...base, risks: [{ description: "d", severity: "low", tickets: ["z"] }] })),
  ],
  ["one criterion", "recovered", second({ acceptanceCriteria: ["It works"] })],
  ["titles that say nothing", "recovered", second({ title: "Task 2" })],
  ["one answer twice", "recovered", `${good}\n${good}`],
  ["a type of its own", "recovered", second({ type: "saga" })],
  ["a parent that is unknown", "recovered", second({ epic: "z" })],
  ["null where a list is wanted", "recovered", second({ labels: null, dependsOn: null })],

  ["two tickets with one title", "asked again", second({ title: "match INVOICES" })],
  ["broken JSON", "asked again", good.replace('"tickets":', '"tickets" ')],
  ["no JSON", "asked again", "I would split this into three tickets."],
  ["two answers", "asked again", `${good}\n${second({ title: "Export statements" })}`],
  ["an answer that ends in the middle", "asked again", good.slice(0, -30)],
  ["a whole answer that says that it was cut off", "asked again", good, "length"],
  ["the same in Anthropic's word", "asked again", good, "max_tokens"],
  ["the same in Gemini's word", "asked again", good, "MAX_TOKENS"],
  ["the same in the word of OpenAI's responses", "asked again", good, "max_output_tokens"],
  ["a refusal", "asked again", "", "refusal"],
  ["a content filter", "asked again", good, "content_filter"],
  ["a content filter in the SDK's word", "asked again", good, "content-filter"],
  ["Gemini's safety", "asked again", "", "SAFETY"],
  ["Bedrock's guardrail", "asked again", good, "guardrail_intervened"],
  ["a tool call without text", "asked again", "", "tool_calls"],
  ["no tickets", "asked again", mended((base) => ({ ...base, tickets: [] }))],
  [
    "60 tickets",
    "asked again",
    mended((base) => ({ ...base, tickets: Array.from({ length: 60 }, (_ticket, at) => makeTicket({ ref: `${at}` })) })),
  ],
  ["github_issues instead of tickets", "asked again", good.replace('"tickets"', '"github_issues"')],
  ["no criteria", "asked again", second({ acceptanceCriteria: [] })],
  ["an empty description", "asked again", second({ description: "" })],
  ["a circle", "asked again", second({ dependsOn: ["b"] })],
  ["a parent that is no epic", "asked again", second({ epic: "b" })],
  [
    "one ref for two tickets",
    "asked again",
    mended((base) => ({ ...base, tickets: [...base.tickets, makeTicket({ title: "Export statements" })] })),
  ],
  ["nesting without end", "asked again", `{"tickets":${"[".repeat(50_000)}`],
  ["a megabyte too much", "asked again", good.replace('"summary":"', `"summary":"${"x".repeat(1_000_000)}`)],
];

describe("D1 D2 D3 D4 D5 D6 D10 D11 what a model does wrong", () => {
  it.each(faults)("%s: %s", (_what, outcome, answer, finishReason = "stop") => {
    const input = makeInput({ answer, options });
    const verdict = buildResult({ ...input, run: { ...input.run, finishReason } });

    expect(verdict.kind).toBe(outcome === "recovered" ? "valid" : "invalid");
    if (verdict.kind === "invalid") {
      expect(verdict.problems.length).toBeGreaterThan(0);
      return;
    }
    const wire = resultOnWire(verdict.result);
    expect(contractFaults(wire)).toEqual([]);
    expect(semanticFaults(wire, options)).toEqual([]);
    expect(wire.tickets.map(({ title }) => title.slice(0, 5)).sort()).toHaveLength(3);
  });

  // The same faults, when nobody can be asked again: what is left is a result in the form of one, or none.
  it.each(faults)("%s, at the end", (_what, _outcome, answer, finishReason = "stop") => {
    const input = makeInput({ answer, options, last: true });
    const verdict = buildResult({ ...input, run: { ...input.run, finishReason } });

    if (verdict.kind === "invalid") return;
    expect(contractFaults(resultOnWire(verdict.result))).toEqual([]);
    expect(semanticFaults(resultOnWire(verdict.result), options)).toEqual([]);
    expect(finishReason).toBe("stop");
  });

  it("is recovered with a record, wherever something was changed", () => {
    const silent = faults.filter(([, outcome, answer]) => {
      const verdict = buildResult(makeInput({ answer, options }));
      return outcome === "recovered" && (verdict.kind === "invalid" || verdict.changes.length === 0);
    });

    // Neither changes anything: null is how a list is left out, and ids are written by code in any case.
    expect(silent.map(([what]) => what)).toEqual(["a byte order mark", "ids with gaps", "null where a list is wanted"]);
  });
});
