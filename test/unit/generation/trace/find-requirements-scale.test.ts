import { findRequirements, requirementLimit } from "@tessera/core/generation";
import { createSpecReader } from "@tessera/providers/documents";
import { describe, expect, it } from "vitest";
import { requirementsOf } from "./found.ts";
import { coverageOfTickets, makeResultTicket, naming } from "./results.ts";

const words = "invoice export retry ledger customer alert archive report payment refund account currency".split(" ");

/** A quarter of a megabyte that holds 1,200 requirements in 40 sections, each written by `line`. */
function longSpec(line: (number: number, text: string) => string): string {
  const sections = Array.from({ length: 40 }, (_section, at) => {
    const lines = Array.from({ length: 30 }, (_line, index) => {
      const number = at * 30 + index + 1;
      const nouns = [0, 1, 2].map((step) => words[(number * (step + 1) + step) % words.length]);
      const text = `keep the ${nouns.join(", the ")} number ${number} in step with its neighbour, and tell the operator in plain words when that takes longer than ${number} seconds or fails for good on a working day.`;
      return line(number, text);
    });
    return `## Part ${at + 1}\n\nThis part is about ${words[at % words.length]}s.\n\n${lines.join("\n")}\n`;
  });
  return `# Product\n\n${sections.join("\n")}`;
}

describe("coverage of a spec of 250 KB with 1,200 numbered requirements", () => {
  it.each([
    ["items with ids", longSpec((number, text) => `- REQ-${number}: The service must ${text}`)],
    ["numbered items", longSpec((number, text) => `${number}. Users can ${text}`)],
    ["numbered sentences", longSpec((number, text) => `1.2.${number} The system shall ${text}`)],
    ["paragraphs", longSpec((number, text) => `FR-${number}: The service will ${text}\n`)],
    [
      "rows",
      `${longSpec((number, text) => `\n| FR-${number} | r |\n|---|---|\n| FR-${number} | Users can ${text} |\n`)}`,
    ],
    ["headings", longSpec((number, text) => `### FR-${number}: Number ${number}\n\nIt will ${text}\n`)],
  ])("finds every one of them as %s", (_form, spec) => {
    const found = requirementsOf(spec);

    expect(spec.length).toBeGreaterThan(250_000);
    expect(found).toHaveLength(1_200);
    expect(new Set(found.map(({ sha256 }) => sha256)).size).toBe(1_200);
    expect(found.every(({ kind }) => kind === "numbered")).toBe(true);
  });

  it("is stated, and does not swell with what a ticket claims", () => {
    const spec = longSpec((number, text) => `- REQ-${number}: The service must ${text}`);
    const ids = Array.from({ length: 1_200 }, (_id, at) => `R${at + 1}`);

    const coverage = coverageOfTickets(spec, [makeResultTicket({ metadata: naming(...ids) })]);

    expect(coverage.totals).toMatchObject({ requirements: 1_200, covered: 0, withoutReason: 1_200 });
  });
});

/** Texts on which a careless pattern takes seconds. */
const hostile: [string, string][] = [
  ["must without an end", "must a "],
  ["items", "- x must y\n"],
  ["empty items", "- a b\n"],
  ["questions", "- how it should be?\n"],
  ["indirect questions", "how how "],
  ["stories without a want", "As a "],
  ["story items", "- As a b c d\n"],
  ["scenarios without an end", "- Given a\n"],
  ["scenario paragraphs", "Given a\n\nWhen b\n\n"],
  ["given when when", "Given when "],
  ["lead-ins", "The system must:\n\n- a\n\n"],
  ["ids", "REQ-1: a b\n"],
  ["links", "[must](http://a.b/c) "],
  ["open brackets", "must ](a"],
  ["backticks", "must ` "],
  ["dots", "a.b."],
  ["closing marks", ".))))"],
  ["headings", "# The system must work\n"],
  ["Chinese", "系统必须支持。"],
];

describe("coverage of hostile specs", () => {
  it.each(hostile)("reads a megabyte of %s in the time that its length explains", (_what, piece) => {
    const spec = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const document = createSpecReader().read(spec);

    const startedAt = process.cpuUsage();
    const found = findRequirements(document, spec);
    const { user, system } = process.cpuUsage(startedAt);

    // 200 ms on a quiet machine; a quadratic pattern would take minutes.
    expect((user + system) / 1_000).toBeLessThan(1_000);
    expect(found.length).toBeLessThanOrEqual(requirementLimit);
  });

  it("says that a spec may hold more requirements than are looked at", () => {
    const spec = "- x must y\n".repeat(requirementLimit + 1);

    const coverage = coverageOfTickets(spec, []);

    expect(coverage.totals.requirements).toBe(requirementLimit);
    expect(coverage.limited).toBe(true);
  });

  it.each(["", "\u0000", "\ud800", "```", "- \n- \n", "| a |\n|---|\n", "\r\n\r\n", "#\n##\n"])(
    "reads %j without harm",
    (spec) => {
      const found = requirementsOf(spec);

      expect(found).toEqual([]);
    },
  );
});
