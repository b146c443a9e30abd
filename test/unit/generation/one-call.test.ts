import { buildResult, type Change, type TicketsResult } from "@tessera/core/generation";
import { describe, expect, it } from "vitest";
import { build, makeDraft, makeInput, makeMatching, makeOptions, makeTicket, validOf } from "../../support/drafts.ts";
import { contractFaults, resultOnWire, semanticFaults } from "../../support/result-contract.ts";

type Overrides = Record<string, unknown>;
type Look = (result: TicketsResult) => unknown;

const { summary, tickets } = makeDraft();
const good = JSON.stringify(makeDraft());
const epic = makeTicket({ ref: "e", type: "epic", title: "Invitations" });

/** The ticket "a", and one like this after it. */
const withSecond = (ticket: Overrides): unknown => ({
  summary,
  tickets: [makeTicket(), { ...makeMatching(), ...ticket }],
});
const change = (ticket: number | null, field: string, action: Change["action"], detail?: string) => ({
  ticket,
  field,
  action,
  ...(detail !== undefined && { detail }),
});
const second = (field: string, action: Change["action"], detail?: string) => change(2, field, action, detail);
const whole = (field: string, action: Change["action"], detail?: string) => change(null, field, action, detail);

/** An answer that is accepted at once and satisfies the contract. */
function accepted(answer: string) {
  const { result, changes } = validOf(buildResult(makeInput({ answer, last: false })));
  const wire = resultOnWire(result);
  expect(contractFaults(wire)).toEqual([]);
  expect(semanticFaults(wire, makeOptions())).toEqual([]);
  return { result, changes };
}

const typeOf: Look = (result) => result.tickets[1]?.ticketType;
const priorityOf: Look = (result) => result.tickets[1]?.priority;
const pointsOf: Look = (result) => result.tickets[1]?.storyPoints;
const criteriaOf: Look = (result) => result.tickets[1]?.acceptanceCriteria;
const labelsOf: Look = (result) => result.tickets[1]?.labels;
const dependenciesOf: Look = (result) => result.tickets[1]?.dependencies;
const parentOf: Look = (result) => result.tickets[1]?.parentExternalId;
const summaryOf: Look = (result) => result.source.summary;
const severityOf: Look = (result) => result.risks[0]?.severity;

type Row = [what: string, draft: unknown, look: Look, expected: unknown, recorded: Change];

const summaries: Row[] = [
  ["no summary", { tickets }, summaryOf, 'Tickets for "Billing reconciliation".', whole("summary", "filled_in")],
  [
    "an empty summary",
    { summary: " ", tickets },
    summaryOf,
    'Tickets for "Billing reconciliation".',
    whole("summary", "filled_in"),
  ],
];

const types: Row[] = [
  ["no type", withSecond({ type: undefined }), typeOf, "task", second("type", "filled_in")],
  ["the type backend", withSecond({ type: "backend" }), typeOf, "task", second("type", "filled_in")],
  ...[
    ["improvement", "story"],
    ["Enhancement", "story"],
    ["documentation", "task"],
    ["test", "task"],
    ["chore", "task"],
  ].map(
    ([type, expected]): Row => [`the type ${type}`, withSecond({ type }), typeOf, expected, second("type", "mapped")],
  ),
  [
    "no type of what others name as their epic",
    { summary, tickets: [{ ...epic, type: undefined }, makeTicket({ epic: "e" })] },
    (result) => result.tickets.map(({ ticketType, parentExternalId }) => [ticketType, parentExternalId]),
    [
      ["epic", null],
      ["story", "SPEC-1"],
    ],
    change(1, "type", "filled_in"),
  ],
];

const priorities: Row[] = [
  ...(
    [
      ["Must have", "high"],
      ["should-have", "medium"],
      ["Could", "low"],
      ["Won’t have", "low"],
      ["won't", "low"],
      [1, "critical"],
      ["2", "high"],
      [3, "medium"],
      [4, "low"],
      ["5", "low"],
    ] as const
  ).map(
    ([priority, expected]): Row => [
      `the priority ${priority}`,
      withSecond({ priority }),
      priorityOf,
      expected,
      second("priority", "mapped"),
    ],
  ),
  ["the priority TBD", withSecond({ priority: "TBD" }), priorityOf, null, second("priority", "unknown_dropped")],
  ["the priority purple", withSecond({ priority: "purple" }), priorityOf, null, second("priority", "unknown_dropped")],
];

const risk = (value: unknown) => ({ summary, tickets, risks: [value] });
const description = "Files may be late";
const risks: Row[] = [
  ["a risk as text", risk(description), severityOf, "medium", whole("risks.severity", "filled_in")],
  ["no severity", risk({ description }), severityOf, "medium", whole("risks.severity", "filled_in")],
  [
    "an unknown severity",
    risk({ description, severity: "unknown" }),
    severityOf,
    "medium",
    whole("risks.severity", "filled_in"),
  ],
  // From which end a number counts, nobody can tell.
  ["a severity of 5", risk({ description, severity: 5 }), severityOf, "medium", whole("risks.severity", "filled_in")],
  ...["impact", "level", "likelihood"].map(
    (field): Row => [
      `a severity as ${field}`,
      risk({ description, severity: "unknown", [field]: "High" }),
      severityOf,
      "high",
      whole("risks.severity", "filled_in"),
    ],
  ),
];

const epics: Row[] = [
  [
    "an epic by its title",
    { summary, tickets: [epic, makeTicket({ epic: "Invitations" })] },
    parentOf,
    "SPEC-1",
    second("epic", "matched_by_title"),
  ],
  [
    "an epic by a name of nobody",
    withSecond({ epic: "Invitations" }),
    parentOf,
    null,
    second("epic", "unknown_dropped"),
  ],
  [
    "an epic without criteria",
    { summary, tickets: [{ ...epic, acceptanceCriteria: [] }, makeTicket({ epic: "e" }), makeMatching({ epic: "e" })] },
    (result) => result.tickets[0]?.acceptanceCriteria,
    ["These tickets are accepted: Import bank statements; Match invoices."],
    change(1, "acceptanceCriteria", "filled_in"),
  ],
  [
    "an epic without criteria, of tickets with long titles",
    {
      summary,
      tickets: [
        { ...epic, acceptanceCriteria: null },
        ...["statements ", "invoices "].map((word, at) =>
          makeTicket({ ref: `${at}`, title: `Import ${word.repeat(10)}`, epic: "e" }),
        ),
      ],
    },
    (result) => result.tickets[0]?.acceptanceCriteria,
    ["All tickets of the epic are accepted."],
    change(1, "acceptanceCriteria", "filled_in"),
  ],
];

// As text, since an object literal with a `then` passes for a promise.
const steps: unknown = JSON.parse(
  '{"given":"a payment","when":"it is matched","then":["the invoice is closed","the ledger shows it."]}',
);
const criteria: Row[] = [
  [
    "criteria of steps",
    withSecond({
      acceptanceCriteria: [steps, { When: "When nothing matches", expected: 1 }],
    }),
    criteriaOf,
    ["Given a payment, when it is matched, then the invoice is closed and the ledger shows it", "When nothing matches"],
    second("acceptanceCriteria", "converted", "2"),
  ],
  [
    "criteria as objects",
    withSecond({ acceptanceCriteria: [{ id: 1, text: "One" }, { criterion: "Two" }, { description: "Three" }] }),
    criteriaOf,
    ["One", "Two", "Three"],
    second("acceptanceCriteria", "converted", "3"),
  ],
];

const references: Row[] = [
  ...[{ ref: "a" }, { id: "a" }, { title: "Import bank statements" }].map(
    (dependency): Row => [
      `a dependency as an object with a ${Object.keys(dependency)}`,
      withSecond({ dependsOn: undefined, depends_on: [dependency] }),
      dependenciesOf,
      ["SPEC-1"],
      second("dependsOn", "converted"),
    ],
  ),
  ...["t1", "T-1", "T01", "t_001"].map(
    (ref): Row => [
      `a dependency on ${ref}, which is T1`,
      { summary, tickets: [makeTicket({ ref: "T1" }), makeMatching({ ref: "T2", dependsOn: [ref] })] },
      dependenciesOf,
      ["SPEC-1"],
      second("dependsOn", "matched_by_spelling"),
    ],
  ),
  [
    "a dependency on t1, which is T-1 or T1",
    {
      summary,
      tickets: [
        makeTicket({ ref: "T1" }),
        makeMatching({ dependsOn: ["t1"] }),
        makeTicket({ ref: "T-1", title: "X y" }),
      ],
    },
    dependenciesOf,
    [],
    second("dependsOn", "unknown_dropped"),
  ],
  [
    "dependencies as one text",
    {
      summary,
      tickets: [makeTicket(), makeMatching({ ref: "c" }), { ...makeMatching(), title: "Z z", dependsOn: "a, c" }],
    },
    (result) => result.tickets[2]?.dependencies,
    ["SPEC-1", "SPEC-2"],
    change(3, "dependsOn", "converted"),
  ],
  [
    "an epic as an object",
    { summary, tickets: [epic, { ...makeTicket(), epic: { ref: "e" } }] },
    parentOf,
    "SPEC-1",
    second("epic", "converted"),
  ],
];

const values: Row[] = [
  ...(
    [
      ["5 points", 5],
      ["3 SP", 3],
      ["8pts", 8],
      ["13 story points", 13],
    ] as const
  ).map(
    ([storyPoints, expected]): Row => [
      `story points as ${storyPoints}`,
      withSecond({ storyPoints }),
      pointsOf,
      expected,
      second("storyPoints", "converted"),
    ],
  ),
  ["labels as one text", withSecond({ labels: "api, web" }), labelsOf, ["api", "web"], second("labels", "converted")],
];

describe("TF-47 a good draft with a field that is easily mended is accepted in one call", () => {
  it.each([...summaries, ...types, ...priorities, ...risks, ...epics, ...criteria, ...references, ...values])(
    "%s",
    (_what, draft, look, expected, recorded) => {
      const { result, changes } = accepted(JSON.stringify(draft));

      expect(look(result)).toEqual(expected);
      expect(changes).toContainEqual(recorded);
    },
  );
});

describe("TF-47 D1 a good draft in another form is accepted in one call", () => {
  const list = JSON.stringify(tickets);
  const forms: [string, string, Change][] = [
    ["a bare list of tickets", list, whole("answer", "unwrapped")],
    ["a list of one draft", `[${good}]`, whole("answer", "unwrapped")],
    ["a draft three objects deep", `{"result":{"data":{"answer":${good}}}}`, whole("answer", "unwrapped")],
    ["a draft beside other fields", `{"status":"ok","result":${good}}`, whole("keys", "unknown_keys_ignored")],
    ...["issues", "items", "stories"].map((name): [string, string, Change] => [
      name,
      `{"summary":"s","${name}":${list}}`,
      whole("tickets", "keys_renamed"),
    ]),
    [
      "raw line breaks in a text",
      good.replace("are stored", "are\n\tstored"),
      whole("answer", "control_characters_escaped"),
    ],
    ["line comments", good.replace("[", '[ // it\'s "one" {\n'), whole("answer", "comments_removed")],
    ["block comments", good.replace("[", "[ /* it's { \n \" */"), whole("answer", "comments_removed")],
    [
      "a trailing comma before a comment",
      good.replace(/}$/, ", // end\n}"),
      whole("answer", "trailing_commas_removed"),
    ],
    [
      "an empty draft in a thought",
      `<think>{"tickets":[]}</think>${good}`,
      whole("answer", "surrounding_text_removed"),
    ],
    [
      "a thought that is not balanced",
      `<think>{"tickets":[ "</think>\n${good}`,
      whole("answer", "surrounding_text_removed"),
    ],
    ["an empty draft first", `Like {"tickets":[]}:\n${good}`, whole("answer", "empty_dropped")],
    ["the same draft twice", `${good}\n${good}`, whole("answer", "duplicate_dropped")],
  ];

  it.each(forms)("%s", (_what, answer, recorded) => {
    const { result, changes } = accepted(answer);

    expect(result.tickets.map(({ title }) => title)).toEqual(["Import bank statements", "Match invoices"]);
    expect(changes).toContainEqual(recorded);
  });

  it("with addresses in its texts, which are no comments", () => {
    const text = "See https://example.test/a /* as it is */ // there";
    const answer = JSON.stringify(makeDraft({ summary: text })).replace(/}$/, ",}");

    const { result, changes } = accepted(`{see http://example.test} ${answer}`);

    expect(result.source.summary).toBe(text);
    expect(changes.map(({ action }) => action)).not.toContain("comments_removed");
  });
});

describe("TF-47 L3 what was mended", () => {
  it("is recorded without a word of the answer", () => {
    const canary = "Zebra-Spec-Words";
    const draft = {
      wrapper: {
        issues: [
          {
            title: "Import bank statements",
            description: "Statements arrive as files.",
            type: canary,
            priority: canary,
            epic: canary,
            depends_on: [{ ref: canary }],
            labels: `${canary}, ${canary}`,
            story_points: canary,
            acceptance_criteria: [{ given: canary }],
          },
        ],
        risks: [{ description: canary, severity: canary, impact: canary }],
      },
    };

    const { changes } = validOf(build(draft));

    expect(changes.length).toBeGreaterThan(8);
    expect(JSON.stringify(changes)).not.toContain(canary);
  });
});

describe("TF-47 what code must not mend", () => {
  it.each([
    ["a story without criteria", withSecond({ acceptanceCriteria: [{ done: true }] })],
    ["an epic without criteria and without tickets", { summary, tickets: [{ ...epic, acceptanceCriteria: [] }] }],
    ["a parent that is a story", withSecond({ epic: "a" })],
  ])("%s is asked for again", (_what, draft) => {
    expect(build(draft).kind).toBe("invalid");
  });
});
