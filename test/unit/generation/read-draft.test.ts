import { buildResult } from "@tessera/core/generation";
import { describe, expect, it } from "vitest";
import { build, makeDraft, makeInput, makeTicket, problemsOf, resultOf } from "../../support/drafts.ts";

const draft = JSON.stringify(makeDraft());
const run = makeInput().run;

/** The draft as another model's answer would hold it. */
function answered(answer: string, finishReason: string | null = "stop") {
  return buildResult(makeInput({ answer, run: { ...run, finishReason } }));
}

describe("D1 the JSON in an answer", () => {
  it.each([
    ["bare", draft],
    ["with line breaks", JSON.stringify(makeDraft(), null, 2)],
    ["after a byte order mark", `\uFEFF${draft}`],
    ["in fences", `\`\`\`json\n${draft}\n\`\`\``],
    ["in fences without a language", `\`\`\`\n${draft}\n\`\`\``],
    ["after prose", `Here are the tickets:\n\n${draft}`],
    ["before prose", `${draft}\n\nTell me if "anything" is missing [or wrong].`],
    ["between prose and fences", `Sure! {as asked}\n\`\`\`json\n${draft}\n\`\`\`\nDone.`],
    ["with trailing commas", draft.replaceAll("}]", "} , ]").replace(/}$/, ",\n}")],
  ])("is read %s", (_where, answer) => {
    const result = resultOf(answered(answer));

    expect(result.tickets.map((ticket) => ticket.title)).toEqual(["Import bank statements", "Match invoices"]);
  });

  it("keeps fences, braces and commas that stand inside its texts", () => {
    const description = 'Send ```json\n{"a": [1,]}\n``` and "}" or \\" as they are.';
    const fenced = JSON.stringify(makeDraft({ tickets: [makeTicket({ description })] })).replace(/}$/, ",}");

    const [ticket] = resultOf(answered(`\`\`\`json\n${fenced}\n\`\`\``)).tickets;

    expect(ticket?.description).toBe(description);
  });

  it.each([
    ["prose", "I would split this into three tickets.", "holds no JSON object"],
    ["another object", '{"github_issues": []}', "holds no JSON object"],
    ["a list of other things", '[{"name": "Import"}]', "holds no JSON object"],
    ["tickets under a name of nobody", `{"jira_backlog": [${JSON.stringify(makeTicket())}]}`, "holds no JSON object"],
    ["tickets four objects deep", `{"a":{"b":{"c":{"d":${draft}}}}}`, "holds no JSON object"],
    ["broken JSON", '{"tickets": [oops]}', "holds no JSON object"],
    ["code", "{'tickets': []}", "holds no JSON object"],
    [
      "two different drafts",
      `${draft}\n${JSON.stringify(makeDraft({ tickets: [makeTicket()] }))}`,
      "holds several JSON objects",
    ],
    ["an empty draft", '{"tickets": []}', "at least one ticket"],
  ])("asks again for an answer of %s", (_what, answer, problem) => {
    expect(problemsOf(answered(answer))).toEqual([expect.stringContaining(problem)]);
  });
});

describe("D2 an answer that was cut off", () => {
  it.each(["length", "max_tokens", "MAX_TOKENS", "model_context_window_exceeded"])(
    "is never read as a success when the model stopped for %s",
    (finishReason) => {
      expect(problemsOf(answered(draft, finishReason))).toEqual([expect.stringContaining("cut off")]);
    },
  );

  it("is never read as a success, wherever it ends", () => {
    for (let length = draft.indexOf("{") + 1; length < draft.length; length += 1) {
      expect(problemsOf(answered(draft.slice(0, length)))).toEqual([expect.stringContaining("cut off")]);
    }
  });

  it.each([
    ["a bare list", JSON.stringify(makeDraft().tickets)],
    ["a draft with comments", `{ // the draft's "tickets"\n"tickets": [] /* { */ }`],
  ])("is never read as a success where %s ends too early", (_what, answer) => {
    for (let length = answer.indexOf("{") + 1; length < answer.length; length += 1) {
      expect(problemsOf(answered(answer.slice(0, length)))).toEqual([expect.stringContaining("cut off")]);
    }
  });

  it("is never read as a success behind a whole thought", () => {
    const answer = `<think>{"tickets": []}</think>${draft.slice(0, -20)}`;

    expect(problemsOf(answered(answer))).toEqual([expect.stringContaining("cut off")]);
  });
});

describe("D10 an answer that is none", () => {
  it.each(["content_filter", "SAFETY", "refusal"])("asks again after %s", (finishReason) => {
    expect(problemsOf(answered(draft, finishReason))).toEqual([expect.stringContaining("refused")]);
  });

  it.each(["", " \n\t", "\uFEFF"])("asks again after the empty answer %j", (answer) => {
    expect(problemsOf(answered(answer))).toEqual([expect.stringContaining("empty")]);
  });
});

describe("TF-47 fields as models write them", () => {
  it("reads the names of the result, which models know from its schema", () => {
    const form = {
      description: "All of it",
      acceptance_criteria: ["It works"],
      labels: [],
      dependencies: [],
      story_points: null,
      priority: null,
      parent_external_id: null,
    };
    const metadata = { component: "core", suggested_milestone: "M1", confidence: 0.5, colour: "red" };
    const answer = {
      schema_version: "tickets.result.v9",
      job_id: "someone-elses",
      source: { title: "Mine", summary: "A summary" },
      tickets: [
        { ...form, external_id: "T-1", ticket_type: "epic", title: "Billing", metadata },
        { ...form, external_id: "T-2", ticket_type: "task", title: "Import", parent_external_id: "T-1" },
      ],
      risks: [{ id: "R9", description: "Late files", severity: "high", related_ticket_ids: ["T-2", "T-9"] }],
      open_questions: [{ id: "?", question: "Which banks?", related_ticket_ids: ["T-1"] }, "Which formats?"],
    };

    const built = resultOf(build(answer));

    expect(built.jobId).toBe(makeInput().jobId);
    expect(built.source).toEqual({ title: "Billing reconciliation", summary: "A summary" });
    expect(built.tickets.map((ticket) => [ticket.externalId, ticket.parentExternalId])).toEqual([
      ["SPEC-1", null],
      ["SPEC-2", "SPEC-1"],
    ]);
    expect(built.tickets[0]?.metadata).toEqual({ component: "core", suggested_milestone: "M1", confidence: 0.5 });
    expect(built.risks).toEqual([
      { id: "RISK-1", description: "Late files", severity: "high", relatedTicketIds: ["SPEC-2"] },
    ]);
    expect(built.openQuestions).toEqual([
      { id: "Q-1", question: "Which banks?", relatedTicketIds: ["SPEC-1"] },
      { id: "Q-2", question: "Which formats?", relatedTicketIds: [] },
    ]);
  });

  it("prefers a field's own name to another one for it", () => {
    const tickets = [
      { ...makeTicket({ ref: "a" }), id: "x" },
      { id: "y", ...makeTicket({ ref: "b", dependsOn: ["a"] }) },
    ];

    const result = resultOf(build(makeDraft({ tickets })));

    expect(result.tickets[1]?.dependencies).toEqual(["SPEC-1"]);
  });

  it.each([
    ["a string", "a ticket"],
    ["null", null],
    ["a list", []],
    ["a number", 7],
  ])("says what is missing from a ticket that is %s", (_what, ticket) => {
    const problems = problemsOf(build({ summary: "s", tickets: [makeTicket(), ticket] }));

    expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(/non-empty title.*ticket 2\.$/)]));
  });

  it("reads what it can where risks, questions and labels are no lists", () => {
    const result = resultOf(
      build({ ...makeDraft(), risks: "none", openQuestions: { a: 1 }, tickets: [{ ...makeTicket(), labels: "api" }] }),
    );

    expect(result.risks).toEqual([]);
    expect(result.openQuestions).toEqual([]);
    expect(result.tickets[0]?.labels).toEqual(["api"]);
  });
});

describe("K2 K5 hostile JSON", () => {
  it("treats the keys of prototypes as keys like any other", () => {
    const hostile = draft.replace(
      '"ref":"a"',
      '"ref":"a","__proto__":{"polluted":1,"labels":["x"]},"constructor":{"prototype":{"polluted":1}}',
    );
    const atTop = hostile.replace("{", '{"__proto__":{"polluted":1,"risks":[{"description":"d","severity":"low"}]},');

    const result = resultOf(answered(atTop));

    expect(result.risks).toEqual([]);
    expect(result.tickets[0]?.labels).toEqual(["billing"]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("refuses deep nesting before it is parsed", () => {
    const deep = `{"tickets":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;

    expect(problemsOf(answered(deep))).toEqual([expect.stringContaining("nested too deeply")]);
  });

  it("refuses an answer that is too long to be tickets", () => {
    const long = JSON.stringify(makeDraft({ summary: "x".repeat(1_000_001) }));

    expect(problemsOf(answered(long))).toEqual([expect.stringContaining("longer than 1000000 characters")]);
  });

  it.each([
    ["one long string", JSON.stringify(makeDraft({ summary: "x".repeat(900_000) })).replace(/}$/, ",}")],
    ["one long escaped string", JSON.stringify(makeDraft({ summary: '"'.repeat(450_000) })).replace(/}$/, ",}")],
    ["opening braces", "{".repeat(1_000_000)],
    ["objects that are none", '{"tickets"}'.repeat(90_000)],
    ["quotes", `{${'"'.repeat(999_998)}`],
    ["commas and spaces", `{"tickets":[${", ".repeat(499_000)}]}`],
    ["empty tickets", `{"tickets":[${"{},".repeat(300_000)}{}]}`],
    ["a title of brackets", JSON.stringify(makeDraft({ tickets: [makeTicket({ title: "[".repeat(990_000) })] }))],
    ["a title of marks", JSON.stringify(makeDraft({ tickets: [makeTicket({ title: "# ".repeat(490_000) })] }))],
    ["a title of spaces", JSON.stringify(makeDraft({ tickets: [makeTicket({ title: `a${" ".repeat(990_000)}b` })] }))],
    [
      "criteria of full stops",
      JSON.stringify(makeDraft({ tickets: [makeTicket({ acceptanceCriteria: Array(9).fill(".".repeat(110_000)) })] })),
    ],
    [
      "dependencies",
      JSON.stringify(
        makeDraft({
          tickets: Array.from({ length: 200 }, (_ticket, at) =>
            makeTicket({
              ref: `${at}`,
              dependsOn: Array.from({ length: 700 }, (_other, other) => `${(at + other) % 200}`),
            }),
          ),
        }),
      ),
    ],
    ["names", `{${Array.from({ length: 60_000 }, (_key, at) => `"_a_${at}":1`).join(",")},"tickets":[]}`],
    ["slashes", `{${"/".repeat(990_000)}`],
    ["comments", `{${"/**/".repeat(240_000)}"tickets":[]}`],
    ["openings of comments", `{"tickets":[${"/*".repeat(490_000)}`],
    ["raw line breaks", JSON.stringify(makeDraft({ summary: "n".repeat(900_000) })).replaceAll("n", "\n")],
    ["openings of lists", `${"[ ".repeat(490_000)}{}`],
    ["openings of thoughts", `<think>${"</thin".repeat(160_000)}`],
    ["objects in objects", `{${Array.from({ length: 60_000 }, (_key, at) => `"${at}":{"a":{}}`).join(",")}}`],
    ["zeros in a ref", JSON.stringify(makeDraft({ tickets: [makeTicket({ ref: "0".repeat(990_000) })] }))],
    ["digits as story points", `{"tickets":[{"title":"t","story_points":"${"1".repeat(990_000)}"}]}`],
    ["commas in labels", `{"tickets":[{"title":"t","labels":"${",".repeat(990_000)}"}]}`],
    ["commas in dependencies", `{"tickets":[{"title":"t","depends_on":"${"a, ".repeat(330_000)}"}]}`],
    ["an under-scored name", `{"${"_".repeat(900_000)}":1,"tickets":[]}`],
  ])("answers in bounded time for a megabyte of %s", (_what, answer) => {
    const before = process.cpuUsage();

    answered(answer);

    // Time on the processor: a busy machine makes nothing slower than it is.
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
  });
});
