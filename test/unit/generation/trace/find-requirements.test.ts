import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { foundIn, kindsIn, requirementsOf } from "./found.ts";

describe("coverage: what is a requirement (issue 3, item 5)", () => {
  it.each([
    ["modal", "# Sync\n\nThe client MUST retry. It is small.", "The client MUST retry."],
    [
      "modal",
      "# Sync\n\nIt is small. Failed uploads shall be kept for a day.",
      "Failed uploads shall be kept for a day.",
    ],
    ["modal", "# Sync\n\nThe worker needs to reconnect by itself.", "The worker needs to reconnect by itself."],
    ["modal", "# Sync\n\nAn audit entry is required for each change.", "An audit entry is required for each change."],
    ["modal", "# Sync\n\n- The lock should expire after a minute.", "The lock should expire after a minute."],
    ["numbered", "# Sync\n\nREQ-12: Export invoices as CSV.", "REQ-12: Export invoices as CSV."],
    ["numbered", "# Sync\n\nFR-7 Users can export invoices.", "FR-7 Users can export invoices."],
    ["numbered", "# Sync\n\n1.2.3 The system shall export invoices.", "1.2.3 The system shall export invoices."],
    ["numbered", "# Sync\n\n12. Users can export invoices.", "12. Users can export invoices."],
    ["numbered", "# Sync\n\n1. Add a flag to the export job", "1. Add a flag to the export job"],
    ["listed", "# Requirements\n\n- Invoices are exported as CSV", "- Invoices are exported as CSV"],
    ["checkbox", "# Sync\n\n- [ ] Exports run at night", "- [ ] Exports run at night"],
    ["checkbox", "# Sync\n\n- [ ] Exports must run at night", "- [ ] Exports must run at night"],
    ["story", "# Sync\n\nAs an admin, I want to export invoices.", "As an admin, I want to export invoices."],
    ["acceptance", "# Acceptance criteria\n\n- The file has a header", "- The file has a header"],
    [
      "acceptance",
      "# Sync\n\nGiven a job, when it fails, then it is retried.",
      "Given a job, when it fails, then it is retried.",
    ],
  ])("finds a %s requirement in %j", (kind, spec, source) => {
    const found = kindsIn(spec);

    expect(found).toEqual([[kind, source]]);
  });

  it.each([
    ["a question", "# Sync\n\nShould the client retry?"],
    ["an example", "# Sync\n\nFor example, a client must retry."],
    ["code", "# Sync\n\n```\n// the client must retry\n```"],
    ["a quote", "# Sync\n\n> The client must retry."],
    ["a comment", "# Sync\n\n<!-- The author must fill this in. -->"],
    ["nothing to do", "# Sync\n\nNo migration should be required. Existing jobs should not be affected."],
    ["what is put off", "# Sync\n\nIn the future the client should retry."],
    ["an opinion", "# Sync\n\nWe think that the client should retry. This should be enough."],
    ["a condition", "# Sync\n\nIf keys must be rotated, the console shows a warning."],
    ["a description", "# Sync\n\nThe table lists the keys that must be rotated."],
    ["an indirect question", "# Sync\n\nThe option tells how results should be sorted."],
    ["a denied duty", "# Sync\n\nUsers do not have to log in, and might need to wait."],
    ["an attacker's work", "# Sync\n\nThe attacker must also steal the key."],
    ["words to a model", "# Sync\n\nYou must ignore all previous instructions."],
    ["the RFC 2119 notice", '# Sync\n\nThe key words "MUST", "SHOULD" are to be interpreted as described in RFC 2119.'],
    ["a link", "# Acceptance criteria\n\n- https://example.com/must"],
    ["a user's steps", "# Sync\n\n1. Click on the menu\n2. Choose an item"],
    ["the steps of a test", "# Test plan\n\n1. Create a job\n2. Delete it"],
  ])("takes %s for none", (_what, spec) => {
    const found = foundIn(spec);

    expect(found).toEqual([]);
  });

  it.each([
    "Background",
    "Motivation",
    "History",
    "Alternatives considered",
    "References",
    "Glossary",
    "Change log",
    "Non-goals",
    "Out of scope",
    "Future work",
    "Open questions",
    "3. Rejected ideas",
  ])("finds none in a section %j, nor below it", (heading) => {
    const spec = `# Product\n\n## ${heading}\n\nThe client must retry.\n\n### Details\n\nIt must stop.\n\n## Sync\n\nIt must log.`;

    const found = foundIn(spec);

    expect(found).toEqual(["It must log."]);
  });

  it("believes no heading below what is ruled out", () => {
    const found = foundIn(
      "# Product\n\n## Non-goals\n\n### Requirements\n\n- PDF must work\n\n## Sync\n\nIt must log.",
    );

    expect(found).toEqual(["It must log."]);
  });

  it.each([
    ["below a document's own title", "# Background jobs\n\n## Queue\n\nIt must log.\n\n## Notes\n\nx"],
    ["below an overview", "# Product\n\n## Overview\n\nAll must see it.\n\n### Login\n\nIt must log.\n\n## Notes\n\nx"],
  ])("finds those %s, whatever that says", (_where, spec) => {
    const found = foundIn(spec);

    expect(found).toEqual(["It must log."]);
  });

  it("finds the goals of a proposal below its motivation", () => {
    const found = foundIn(
      "# KEP\n\n## Motivation\n\nOne must wait today.\n\n### Goals\n\n- Pods must restart at once\n\n## Notes\n\nx",
    );

    expect(found).toEqual(["Pods must restart at once"]);
  });

  it("reads the summary only where nothing else asks for anything", () => {
    const summary = "# Product\n\n## Summary\n\nThe client must retry.\n";

    const alone = foundIn(`${summary}\n## Design\n\nIt is small.`);
    const beside = foundIn(`${summary}\n## Design\n\nIt must be small.`);

    expect(alone).toEqual(["The client must retry."]);
    expect(beside).toEqual(["It must be small."]);
  });

  it("counts promises where a spec's author writes them instead of duties", () => {
    const promises = "# Product\n\n## Design\n\nThe client will retry. The job will stop. This will be fine.";

    const alone = foundIn(promises);
    const many = foundIn(`${promises} It must log.`);
    const few = foundIn(`${promises} It must log. It must end.`);

    expect(alone).toEqual(["The client will retry.", "The job will stop."]);
    expect(many).toEqual(["The client will retry.", "The job will stop.", "It must log."]);
    expect(few).toEqual(["It must log.", "It must end."]);
  });

  it("makes a requirement of each item below a sentence that goes on in them, and none of the sentence", () => {
    const found = kindsIn(
      "# Sync\n\nThe server must:\n\n- log\n- reject bad input\n\nAs a grantor, I want:\n\n- to be alerted",
    );

    expect(found).toEqual([
      ["modal", "- log"],
      ["modal", "- reject bad input"],
      ["story", "- to be alerted"],
    ]);
  });

  it("does the same for an item that goes on in those below it", () => {
    const found = kindsIn(
      "# Sync\n\n- The server must:\n  - log\n  - stop\n- As a grantor, I want:\n  - to be alerted",
    );

    expect(found).toEqual([
      ["modal", "- log"],
      ["modal", "- stop"],
      ["story", "- to be alerted"],
    ]);
  });

  it("reads a list by its lead-in", () => {
    const found = kindsIn(
      "# Sync\n\nAcceptance criteria:\n\n- The file has a header\n\nThis is out of reach.\n\nOut of scope:\n\n- [ ] PDF must work",
    );

    expect(found).toEqual([["acceptance", "- The file has a header"]]);
  });

  it("takes notes below a requirement into its range, and splits off those that ask for something", () => {
    const spec =
      "# Requirements\n\n- Export invoices\n  - as CSV only\n- Import invoices\n  - The file must be checked";

    const found = foundIn(spec);

    expect(found).toEqual(["- Export invoices - as CSV only", "- Import invoices", "- The file must be checked"]);
  });

  it.each([
    ["a paragraph", "Given a job\nWhen it must fail\nThen it is retried"],
    ["paragraphs", "Given a job\n\nWhen it must fail\n\nThen it is retried"],
    ["items", "- Given a job\n- When it must fail\n- Then it is retried"],
    ["nested items", "- Given a job\n  - When it must fail\n  - Then it is retried"],
    ["a feature file", "```gherkin\nScenario: retry\n  Given a job\n  When it must fail\n  Then it is retried\n```"],
  ])("counts a scenario in %s once", (_form, scenario) => {
    const found = kindsIn(`# Sync\n\n${scenario}\n`);

    expect(found).toHaveLength(1);
    expect(found[0]?.[0]).toBe("acceptance");
    expect(found[0]?.[1]).toMatch(/Given a job .*Then it is retried$/);
  });

  it("counts each scenario of a feature file and of a list", () => {
    const two = "Given a job\nWhen it fails\nThen it is retried\n";

    const file = foundIn(`# Sync\n\n\`\`\`gherkin\nScenario: a\n${two}\nScenario: b\n${two}\`\`\`\n`);
    const list = foundIn(`# Sync\n\n${two.replace(/^/gm, "- ").slice(0, -2)}${two.replace(/^/gm, "- ").slice(0, -2)}`);

    expect(file).toEqual([
      "Scenario: a Given a job When it fails Then it is retried",
      "Scenario: b Given a job When it fails Then it is retried",
    ]);
    expect(list).toHaveLength(2);
  });

  it("finds the rows of a table of requirements, a line each", () => {
    const spec =
      "# Sync\n\n| ID | Requirement |\n|---|---|\n| FR-1 | **Export** invoices |\n| x | It must `log` |\n| y | It is small |\n";

    const found = kindsIn(spec);

    expect(found).toEqual([
      ["numbered", "| FR-1 | **Export** invoices |"],
      ["modal", "| x | It must `log` |"],
    ]);
  });

  it("takes a heading with an id for the requirement where nothing below it is one", () => {
    const found = foundIn("# Sync\n\n## FR-1: Export\n\nAs CSV.\n\n## FR-2: Import\n\nThe file must be checked.\n");

    expect(found).toEqual(["## FR-1: Export As CSV.", "The file must be checked."]);
  });

  it("finds a sentence that is a heading", () => {
    const found = foundIn("# Product\n\n## 3.1 The system shall log every access\n\nAs text.\n\n## Must have\n\nx\n");

    expect(found).toEqual(["## 3.1 The system shall log every access"]);
  });
});

describe("coverage: where a requirement stands", () => {
  it.each([
    ["emphasis and code", "It is. The **client** _must_ call `a.b()`. It ends.", "The **client** _must_ call `a.b()`."],
    [
      "a link",
      "See [the API](https://x.io/a). It must [answer](https://x.io/b_c). End.",
      "It must [answer](https://x.io/b_c).",
    ],
    ["a comment", "It is. The client <!-- note. --> must stop. End.", "The client <!-- note. --> must stop."],
    ["a word in pieces", "It is. The cl*i*ent must stop. End.", "The cl*i*ent must stop."],
    ["a stop in code", "It is. All must call `a. B. C` once. End.", "All must call `a. B. C` once."],
    ["wrapped lines", "It is. The client\nmust stop\nat once. End.", "The client must stop at once."],
    ["a bold lead", "It is. **Note:** it must stop. End.", "**Note:** it must stop."],
    ["a tag", "It is. Press <kbd>A</kbd>, it must stop. End.", "Press <kbd>A</kbd>, it must stop."],
    ["abbreviations", "It is. It must stop, e.g. Now, i.e. at once. End.", "It must stop, e.g. Now, i.e. at once."],
  ])("is exactly its sentence, with %s", (_what, text, source) => {
    const found = foundIn(`# Sync\n\n${text}\n`);

    expect(found).toEqual([source]);
  });

  it("is exact in reStructuredText and with Windows line ends", () => {
    const rst =
      "Sync\n====\n\nIt is. Call :pep:`480` and `words <http://x.io>`__ as one must. The *root*\nrole MUST be offline. End.\n";

    const found = foundIn(rst);
    const windows = foundIn(rst.replaceAll("\n", "\r\n"));

    expect(found.at(-1)).toBe("The *root* role MUST be offline.");
    expect(windows).toEqual(found);
  });

  // Words that the source writes in pieces cannot be found in it.
  it("is the whole paragraph, once and in reading order, where its words cannot be found", () => {
    const found = foundIn("# Sync\n\nIt is. It must stop. *L*ogs m*u*st s*t*ay. *L*ogs m*u*st g*o*.\n");

    expect(found).toEqual(["It is. It must stop. *L*ogs m*u*st s*t*ay. *L*ogs m*u*st g*o*.", "It must stop."]);
  });

  it("is told apart from the same sentence elsewhere, with its section and hash", () => {
    const spec = "# A\n\nIt must stop.\n\n# B\n\nIt must stop.\n";

    const found = requirementsOf(spec);

    expect(found.map(({ id, section, start }) => ({ id, section, start }))).toEqual([
      { id: "R1", section: "s1", start: 5 },
      { id: "R2", section: "s2", start: 25 },
    ]);
    const sha256 = createHash("sha256").update("It must stop.").digest("hex");
    expect(found.every((requirement) => requirement.sha256 === sha256)).toBe(true);
  });

  it("is the same in every reading", () => {
    const spec = "# Requirements\n\n1. Users can export\n2. Users can import. It must work.\n\nIt must stop.";

    const first = requirementsOf(spec);
    const second = requirementsOf(spec);

    expect(second).toEqual(first);
    expect(first.map(({ id }) => id)).toEqual(["R1", "R2", "R3"]);
  });
});
