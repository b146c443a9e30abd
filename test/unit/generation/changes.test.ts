import type { Change } from "@tessera/core/generation";
import { buildResult } from "@tessera/core/generation";
import { describe, expect, it } from "vitest";
import {
  build,
  makeDraft,
  makeInput,
  makeMatching,
  makePlan,
  makeRequirement,
  makeTicket,
  validOf,
} from "../../support/drafts.ts";

const canary = "Zebra-Spec-Words";

type Overrides = Record<string, unknown>;
type Options = Parameters<typeof build>[1];

/** What code did to an answer whose second ticket is like this. */
function changesOf(ticket: Overrides, rest: Overrides = {}, options: Options = {}): Change[] {
  const draft = { ...makeDraft({ tickets: [makeTicket(), { ...makeMatching(), ...ticket }] }), ...rest };
  return validOf(
    build(draft, options, { plan: makePlan({ requirements: [1, 2].map(makeRequirement) }) }),
  ).changes.filter(({ detail }) => detail !== "requirementsAnswered");
}

const second = (field: string, action: Change["action"], detail?: string) => ({
  ticket: 2,
  field,
  action,
  ...(detail !== undefined && { detail }),
});
const whole = (field: string, action: Change["action"], detail?: string) => ({
  ...second(field, action, detail),
  ticket: null,
});

describe("TF-47 what code changes or drops is recorded", () => {
  it("and nothing where nothing was changed", () => {
    expect(changesOf({ covers: ["R1", "R2"], storyPoints: 0, priority: "none", epic: "", dependsOn: ["a"] })).toEqual(
      [],
    );
  });

  it.each<[string, Overrides, Change]>([
    ["a title that is too long", { title: `Match ${"invoices ".repeat(20)}` }, second("title", "shortened")],
    ["markup in a title", { title: "## **Match** invoices" }, second("title", "markup_removed")],
    ["a control character", { title: "Match\u0007 invoices" }, second("title", "control_characters_removed")],
    ["half a character", { description: "Half \ud83d" }, second("description", "control_characters_removed")],
    ["white space", { title: " Match  invoices" }, second("title", "white_space_tidied")],
    ["line ends", { description: "One\r\nTwo" }, second("description", "white_space_tidied")],
    ["an unknown dependency", { dependsOn: [canary, "x"] }, second("dependsOn", "unknown_dropped", "2")],
    ["a repeated dependency", { dependsOn: ["a", "a"] }, second("dependsOn", "duplicate_dropped")],
    ["a dependency on itself", { dependsOn: ["b"] }, second("dependsOn", "self_dropped")],
    ["a dependency by number", { dependsOn: ["Ticket 1"] }, second("dependsOn", "matched_by_number")],
    ["a dependency by title", { dependsOn: ["import bank statements."] }, second("dependsOn", "matched_by_title")],
    ["an epic by title", { epic: "Billing" }, second("epic", "matched_by_title")],
    [
      "a repeated criterion",
      { acceptanceCriteria: ["A", "B", "A"] },
      second("acceptanceCriteria", "duplicate_dropped"),
    ],
    ["an empty criterion", { acceptanceCriteria: ["A", "", "B"] }, second("acceptanceCriteria", "empty_dropped")],
    [
      "criteria beyond the limit",
      { acceptanceCriteria: ["A", "B", "C", "D", "E", "F", "G"] },
      second("acceptanceCriteria", "surplus_joined", "7 to 5"),
    ],
    [
      "a criterion of the wrong kind",
      { acceptanceCriteria: ["A", "B", {}] },
      second("acceptanceCriteria", "wrong_kind_dropped"),
    ],
    ["a repeated label", { labels: ["api", "api"] }, second("labels", "duplicate_dropped")],
    ["a label that is too long", { labels: ["a".repeat(41)] }, second("labels", "shortened")],
    ["labels that are no list", { labels: "api" }, second("labels", "converted")],
    ["another word for a type", { type: "Feature" }, second("type", "mapped")],
    ["another word for a priority", { priority: "Urgent" }, second("priority", "mapped")],
    ["story points out of range", { storyPoints: 101 }, second("storyPoints", "out_of_range_dropped")],
    ["half story points", { storyPoints: 1.5 }, second("storyPoints", "out_of_range_dropped")],
    ["story points as text", { storyPoints: "3" }, second("storyPoints", "converted")],
    ["story points as words", { storyPoints: "three" }, second("storyPoints", "wrong_kind_dropped")],
    ["a confidence above one", { confidence: 7 }, second("confidence", "clamped")],
    ["an unknown requirement", { covers: ["R1", "R9"] }, second("covers", "unknown_dropped")],
    ["a repeated requirement", { covers: ["R1", "[r1]"] }, second("covers", "duplicate_dropped")],
    [
      "a place that is not in the spec",
      { sources: [{ section: "s1", start: 900, end: 1_001 }] },
      second("sources", "unknown_dropped"),
    ],
    ["a source that is none", { sources: ["s1"] }, second("sources", "wrong_kind_dropped")],
    ["another name of a field", { ref: undefined, external_id: "b" }, second("ref", "keys_renamed")],
    ["keys that nobody asked for", { estimate: "3d", assignee: canary }, second("keys", "unknown_keys_ignored", "2")],
  ])("%s", (_what, ticket, change) => {
    const tickets = [makeTicket(), { ...makeMatching(), ...ticket }];
    const epics = ticket.epic ? [makeTicket({ ref: "e", type: "epic", title: "Billing" })] : [];

    const changes = changesOf(ticket, { tickets: [...tickets, ...epics] });

    expect(changes).toContainEqual(change);
    expect(JSON.stringify(changes)).not.toContain(canary);
  });

  it.each<[string, Overrides, Change]>([
    [
      "an id and a version of the model's own",
      { job_id: canary, schema_version: "v9" },
      whole("keys", "unknown_keys_ignored", "2"),
    ],
    [
      "a model's own list of changes",
      { changes: [{ ticket: null, field: canary, action: "shortened" }] },
      whole("keys", "unknown_keys_ignored"),
    ],
    ["an empty risk", { risks: [{ description: " ", severity: "low" }] }, whole("risks", "empty_dropped")],
    [
      "an unknown ticket of a risk",
      { risks: [{ description: "d", severity: "low", tickets: ["x"] }] },
      whole("risks.tickets", "unknown_dropped"),
    ],
    [
      "another word for a severity",
      { risks: [{ description: "d", severity: "Minor" }] },
      whole("risks.severity", "mapped"),
    ],
    ["an empty question", { openQuestions: [""] }, whole("openQuestions", "empty_dropped")],
    ["risks that are no list", { risks: canary }, whole("risks", "wrong_kind_dropped")],
    [
      "a reason for an unknown requirement",
      { notCovered: [{ requirement: "R9", reason: "r" }] },
      whole("notCovered", "unknown_dropped"),
    ],
    [
      "a reason without words",
      { notCovered: [{ requirement: "R1", reason: "" }] },
      whole("notCovered", "empty_dropped"),
    ],
    [
      "a second reason",
      {
        notCovered: [
          { requirement: "R1", reason: "r" },
          { requirement: "r1", reason: "s" },
        ],
      },
      whole("notCovered", "duplicate_dropped"),
    ],
  ])("%s", (_what, rest, change) => {
    const changes = changesOf({}, rest);

    expect(changes).toContainEqual(change);
    expect(JSON.stringify(changes)).not.toContain(canary);
  });

  it("a reason for a requirement that a ticket covers", () => {
    const changes = changesOf({ covers: ["R1"] }, { notCovered: [{ requirement: "R1", reason: "Out of scope" }] });

    expect(changes).toContainEqual(whole("notCovered", "contradiction_dropped"));
  });

  it.each<[string, (draft: string) => string, Change["action"]]>([
    ["fences", (draft) => `\`\`\`json\n${draft}\n\`\`\``, "surrounding_text_removed"],
    ["prose", (draft) => `Here it is: ${draft}`, "surrounding_text_removed"],
    ["trailing commas", (draft) => draft.replace(/}$/, ",}"), "trailing_commas_removed"],
    ["an object around it", (draft) => `{"result": ${draft}}`, "unwrapped"],
  ])("%s around the draft", (_what, around, action) => {
    const { changes } = validOf(buildResult(makeInput({ answer: around(JSON.stringify(makeDraft())) })));

    expect(changes).toEqual([whole("answer", action)]);
  });

  it("tickets that stand elsewhere in the result, by the number that they have there", () => {
    const tickets = [makeTicket({ dependsOn: ["b"] }), makeMatching()];

    expect(validOf(build(makeDraft({ tickets }))).changes).toEqual([
      { ticket: 2, field: "ref", action: "renumbered", detail: "SPEC-1" },
      { ticket: 1, field: "ref", action: "renumbered", detail: "SPEC-2" },
    ]);
  });
});

describe("TF-47 references", () => {
  const dependencies = (first: string, ...dependsOn: string[]) =>
    validOf(build(makeDraft({ tickets: [makeTicket({ ref: first }), makeMatching({ dependsOn })] }))).result.tickets[1]
      ?.dependencies;

  it("keeps a valid dependency on a later ticket", () => {
    const tickets = [makeTicket({ dependsOn: ["b"] }), makeMatching()];

    const { result } = validOf(build(makeDraft({ tickets })));

    expect(result.tickets.map(({ title, dependencies: before }) => [title, before])).toEqual([
      ["Match invoices", []],
      ["Import bank statements", ["SPEC-1"]],
    ]);
  });

  it.each(["1", "#1", "ticket 1", "Import bank statements", "IMPORT BANK STATEMENTS!"])(
    "reads %j as the first ticket",
    (name) => {
      expect(dependencies("a", name)).toEqual(["SPEC-1"]);
    },
  );

  it("reads no number as a position where refs are numbers of the model's own", () => {
    expect(dependencies("10", "1")).toEqual([]);
  });

  it("reads no title that two tickets have", () => {
    const tickets = [makeTicket(), makeTicket({ ref: "c" }), makeMatching({ dependsOn: [makeTicket().title] })];

    const { changes } = validOf(build(makeDraft({ tickets })));

    expect(changes).toContainEqual({ ticket: 3, field: "dependsOn", action: "unknown_dropped" });
  });
});

describe("TF-49 a compact description", () => {
  const description = (text: string, outputDetail: "compact" | "standard" = "compact") =>
    validOf(
      build(makeDraft({ tickets: [makeTicket({ description: text }), makeMatching({ description: "d" })] }), {
        outputDetail,
      }),
    );

  it.each([
    ["Import files. Store them.", "Import files."],
    [
      "Reads camt.053 v3.1 files, e.g. those of a bank. Stores them.",
      "Reads camt.053 v3.1 files, e.g. those of a bank.",
    ],
    ["Is it stored? Yes.", "Is it stored?"],
    ["Import files\n\nMore about it", "Import files"],
    ["Import files:\n- one\n- two", "Import files:"],
  ])("%j becomes its first sentence", (text, sentence) => {
    const { result, changes } = description(text);

    expect(result.tickets[0]?.description).toBe(sentence);
    expect(changes).toContainEqual({ ticket: 1, field: "description", action: "first_sentence_kept" });
  });

  it.each(["Import files", "Import files.", "Import v3.1 files, e.g. of a bank."])("%j stays", (text) => {
    const { result, changes } = description(text);

    expect(result.tickets[0]?.description).toBe(text);
    expect(changes).toEqual([]);
  });

  it("is the only one that is cut", () => {
    expect(description("One. Two.", "standard").result.tickets[0]?.description).toBe("One. Two.");
  });
});

describe("X-32 where a ticket comes from", () => {
  const refsOf = (ticket: Overrides) => {
    const plan = makePlan({ requirements: [1, 2, 3].map(makeRequirement) });
    const { result } = validOf(
      build(makeDraft({ tickets: [makeTicket(), { ...makeMatching(), ...ticket }] }), {}, { plan }),
    );
    return result.tickets[1]?.metadata.source_refs;
  };

  it("names the requirements that it covers, in reading order", () => {
    expect(refsOf({ covers: ["R3", "R1"] })).toEqual([
      { requirement: "R1", section: "s1", start: 50, end: 90 },
      { requirement: "R3", section: "s1", start: 150, end: 190 },
    ]);
  });

  it("names other places beside them, but none that is a requirement for its greater part", () => {
    const sources = [
      { section: "s1", start: 48, end: 95 },
      { section: "s1", start: 500, end: 600 },
    ];

    expect(refsOf({ covers: ["R1"], sources })).toEqual([
      { requirement: "R1", section: "s1", start: 50, end: 90 },
      { section: "s1", start: 500, end: 600 },
    ]);
  });

  it("has no such entry where nothing is known", () => {
    expect(refsOf({})).toBeUndefined();
  });
});
