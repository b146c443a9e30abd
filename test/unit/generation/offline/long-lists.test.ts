import { buildResult, type Coverage, coverageOf, type Draft } from "@tessera/core/generation";
import { createSpecReader } from "@tessera/providers/documents";
import { describe, expect, it } from "vitest";
import { makeInput, makeOptions, validOf } from "../../../support/drafts.ts";
import { fullSize } from "../../../support/full-size.ts";
import { chapterSpec, featureSpec, numberedSpec, tableSpec } from "../../../support/long-specs.ts";
import { planGeneration } from "../../../support/plan-generation.ts";
import { draft, epicsOf, requirementsOf, workOf } from "./drafting.ts";

const wide = { maxTicketCount: 50 };

/** What a job would say of the draft: its result, read again, and what of the spec that covers. */
function coverageFor(spec: string, answer: Draft): Coverage {
  const document = createSpecReader().read(spec);
  const requirements = requirementsOf(spec);
  const options = makeOptions(wide);
  const plan = planGeneration({ document, spec, title: "The plan", options, promptBudget: spec.length, requirements });
  const { result, notCovered } = validOf(
    buildResult(makeInput({ answer: JSON.stringify(answer), plan: { ...plan, requirements }, options })),
  );
  return coverageOf({ requirements, result, spec, notCovered });
}

function longest({ tickets }: Draft): number {
  return Math.max(...tickets.map(({ description }) => description.length));
}

const numbers = Array.from({ length: 12 }, (_number, at) => at + 1);

function billing(write: (number: number, sentence: string) => string, more: string): string {
  const lines = numbers.map((number) =>
    write(number, `The billing service must show the invoice of kind ${number} for each merchant.`),
  );
  return `# M\n\n## Billing\n\n${lines.join("\n")}\n\n${more}\n`;
}

const forms: [string, (number: number, sentence: string) => string][] = [
  ["items with an id", (number, sentence) => `- REQ-${number}: ${sentence}`],
  ["other ids", (number, sentence) => `- FR_${number}. ${sentence}`],
  ["ids in brackets", (number, sentence) => `- [REQ-${number}] ${sentence}`],
  ["numbered items", (number, sentence) => `${number}. REQ-${number}: ${sentence}`],
  ["bold ids", (number, sentence) => `- **REQ-${number}** ${sentence}`],
  ["bold ids with a colon", (number, sentence) => `- **REQ-${number}:** ${sentence}`],
  ["bold ids with a name", (number, sentence) => `- **REQ-${number}: Invoice ${number}** – ${sentence}`],
  ["ids in code", (number, sentence) => `- \`REQ-${number}\`: ${sentence}`],
  ["paragraphs", (number, sentence) => `REQ-${number}: ${sentence}\n`],
  ["lines of one paragraph", (number, sentence) => `REQ-${number}: ${sentence}`],
  ["labels", (_number, sentence) => `- Rule: ${sentence}`],
  ["no label", (_number, sentence) => `- ${sentence}`],
];

const sections: [string, string][] = [
  ["testing", "## Testing\n\n- All screens must be tested in Firefox.\n- Load tests must run weekly."],
  ["analytics", "## Analytics\n\n- Page views\n- Sign-ups"],
  ["security", "## Security\n\n- Tokens must expire after an hour."],
  ["tasks", "## Tasks\n\n- Write the handbook for merchants\n- Announce the launch to merchants"],
  ["milestones", "## Milestones\n\n- Close the beta in March\n- Open the shop in April"],
  ["stories", "## User stories\n\n- As a clerk, I want to print labels, so that parcels leave early"],
  ["migration", "## Migration\n\n- Copy all invoices from the old system"],
];

describe("TF-52 requirements with ids have tickets, whatever stands beside them", () => {
  it.each(fullSize(forms, forms.slice(0, 6)))("%s: each of twelve beside a section on tests", (_name, write) => {
    const { tickets } = draft(billing(write, sections[0]?.[1] ?? ""), wide);

    for (const number of numbers) {
      const own = tickets.filter(({ title }) => title === `Show the invoice of kind ${number} for each merchant`);
      expect(own.map(({ covers }) => covers.length)).toEqual([1]);
    }
    expect(tickets.map(({ title }) => title).join(" ")).not.toMatch(/REQ|FR_|Rule/);
    expect(tickets.filter(({ title }) => /^Test /.test(title)).map(({ covers }) => covers.length)).toEqual([2]);
  });

  it.each(sections)("beside a section of %s", (_name, section) => {
    const { tickets } = draft(
      billing((number, sentence) => `- REQ-${number}: ${sentence}`, section),
      wide,
    );

    expect(tickets.filter(({ title }) => title.startsWith("Show the invoice of kind"))).toHaveLength(12);
    expect(tickets.length).toBeGreaterThan(12);
  });

  it("shares them evenly where there are fewer tickets", () => {
    const answer = draft(billing((number, sentence) => `- REQ-${number}: ${sentence}`, sections[0]?.[1] ?? ""));

    expect(answer.tickets).toHaveLength(12);
    expect(Math.max(...answer.tickets.map(({ covers }) => covers.length))).toBeLessThanOrEqual(3);
    expect(answer.notCovered).toEqual([]);
  });

  it("keeps the ids as references in the description", () => {
    const spec = billing((number, sentence) => `- REQ-${number}: ${sentence}`, "");

    const [own, folded] = [50, 3].map((maxTicketCount) => draft(spec, { maxTicketCount, includeEpics: false }));

    expect(own?.tickets[6]?.description).toMatch(/Billing” in the spec\. \(REQ-7\)$/);
    expect(folded?.tickets.map(({ description }) => description).join(" ")).toMatch(/\(REQ-\d+ to REQ-\d+/);
  });

  it("makes tickets of plain lists of two sections beside one on tests", () => {
    const list = (name: string) =>
      `## ${name}\n\n${numbers.map((number) => `- The ${name} service MUST store the ${name} label of route ${number}.`).join("\n")}\n`;

    const { tickets } = draft(`# M\n\n${list("Billing")}\n${list("Shipping")}\n${sections[0]?.[1]}\n`, wide);

    expect(tickets.filter(({ title }) => /label of route/.test(title))).toHaveLength(24);
  });

  it("asks once for each item of a list below a heading that only details another", () => {
    const work = workOf(draft(featureSpec(6), wide));

    expect(work.map(({ covers }) => covers.length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("takes no name of a thing for an id", () => {
    const spec =
      "# Shop\n\n## Requirements\n\n- SHA-256 hashes must be stored for files.\n- Files must be compressed.\n";

    expect(draft(spec).tickets.map(({ title }) => title)).toContain("Store SHA-256 hashes for files");
  });

  it.each([
    ["a priority", "- P0: The service must start."],
    ["a note", "- Note: The service must have started before."],
  ])("leaves %s in its place", (_name, line) => {
    const { tickets } = draft(`# Search\n\n## Requirements\n\n${line}\n- The index must be rebuilt every night.\n`);

    expect(tickets.map(({ description }) => description).join(" ")).not.toMatch(/\((?:P0|Note)\)/);
  });
});

describe("TF-52 long lists are shared evenly by as many tickets as there may be", () => {
  const big = chapterSpec({
    perChapter: 120,
    write: (number, sentence) => `- REQ-${String(number).padStart(4, "0")}: ${sentence}`,
  });

  it("1,200 requirements in ten chapters, some of which are named like a kind of section", { timeout: 30_000 }, () => {
    const startedAt = performance.now();
    const answer = draft(big, wide);
    const tookMs = performance.now() - startedAt;

    const work = workOf(answer);
    expect(answer.tickets.length).toBeGreaterThanOrEqual(40);
    expect(longest(answer)).toBeLessThan(15_000);
    expect(Math.max(...work.map(({ covers }) => covers.length))).toBeLessThan(60);
    const { totals } = coverageFor(big, answer);
    expect(totals.requirements).toBe(1_200);
    expect(totals.covered / totals.requirements).toBeGreaterThan(0.9);
    expect(totals.withoutReason).toBe(0);
    expect(tookMs).toBeLessThan(3_000);
  });

  it("shares the scenarios of one section on tests, too", () => {
    const { tickets } = draft(featureSpec(60).replace("## Behaviour", "## Testing"), wide);

    expect(tickets.filter(({ covers }) => covers.length > 0).length).toBeGreaterThanOrEqual(5);
    expect(Math.max(...tickets.map(({ covers }) => covers.length))).toBeLessThanOrEqual(13);
  });

  it("gives each chapter its share of the tickets", () => {
    const bySection = Map.groupBy(workOf(draft(big, wide)), ({ sources }) => sources[0]?.section);

    const shares = [...bySection.values()].map((tickets) => tickets.length);
    expect(shares).toHaveLength(10);
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(2);
  });

  it("refers by id to what twelve tickets cannot hold, and says so", { timeout: 30_000 }, () => {
    const answer = draft(big);

    expect(longest(answer)).toBeLessThan(15_000);
    expect(answer.tickets.some(({ description }) => /- and REQ-\d+ to REQ-\d+.* of “\w+”/.test(description))).toBe(
      true,
    );
    const covered = answer.tickets.flatMap(({ covers }) => covers);
    const stated = answer.notCovered.map(({ requirement }) => requirement);
    expect(new Set([...covered, ...stated]).size).toBe(1_200);
    expect(covered.filter((id) => stated.includes(id))).toEqual([]);
    expect(answer.notCovered.every(({ reason }) => /no room/.test(reason))).toBe(true);
    expect(coverageFor(big, answer).totals.withoutReason).toBe(0);
  });

  it.each([
    ["a table of 600 rows", tableSpec(600), 600],
    ["a feature file of 300 scenarios", featureSpec(300), 300],
    ["a feature file of 1,500 scenarios", featureSpec(1_500), 1_500],
    ["40 areas of 30", numberedSpec({ sections: 40, perSection: 30 }), 1_200],
  ])("%s", { timeout: 30_000 }, (_name, spec, count) => {
    const answer = draft(spec, wide);

    expect(answer.tickets.length).toBeGreaterThanOrEqual(Math.min(50, count / 12));
    expect(longest(answer)).toBeLessThan(15_000);
    const { totals } = coverageFor(spec, answer);
    expect(totals.requirements).toBeGreaterThanOrEqual(count);
    expect(totals.covered / totals.requirements).toBeGreaterThan(0.9);
    expect(epicsOf(answer).length).toBeLessThan(answer.tickets.length / 2);
  });
});
