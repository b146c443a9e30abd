import {
  type DraftPromptInput,
  findRequirements,
  type GenerationPlan,
  GenerationPlan as PlanSchema,
  partPrompt,
} from "@tessera/core/generation";
import { createSpecReader } from "@tessera/providers/documents";
import { describe, expect, it } from "vitest";
import { makeOptions } from "../../support/drafts.ts";
import { numberedSpec } from "../../support/long-specs.ts";
import { planGeneration } from "../../support/plan-generation.ts";

const { read } = createSpecReader();
const mark = "spec-0123456789abcdef01234567";

function planFor(spec: string, promptBudget: number | null, options = makeOptions()): GenerationPlan {
  const document = read(spec);
  return planGeneration({
    document,
    spec,
    title: "The plan",
    options,
    promptBudget,
    requirements: findRequirements(document, spec),
  });
}

/** What of the spec a part's prompt shows as passages. */
function passagesOf(plan: GenerationPlan, spec: string, part: number): string {
  const ask: DraftPromptInput = { title: "t", spec, options: makeOptions(), plan, mark, previous: null };
  const [message] = partPrompt({ ...ask, part }).messages;
  return /Passages of the specification:\n(.*)\n<\/spec-/s.exec(message?.text ?? "")?.[1] ?? "";
}

const small = numberedSpec({ sections: 4, perSection: 5 });
const large = numberedSpec({ sections: 40, perSection: 30 });

describe("TF-33 X-32 the plan of a spec that fits one call", () => {
  it.each([
    ["no limit", null],
    ["room for it and for the list of its requirements", 2 * small.length],
  ])("is one free part with the whole spec, with a budget of %s", (_what, budget) => {
    const plan = planFor(small, budget);

    expect(plan.skeleton).toBeNull();
    expect(plan.parts).toEqual([
      {
        tickets: [],
        ranges: [{ start: 0, end: small.length }],
        requirements: plan.requirements.map(({ id }) => id),
        omitted: [],
      },
    ]);
  });

  it("names the sections with ranges and hashes, and survives being stored", () => {
    const plan = planFor(small, null);

    expect(plan.sections.map(({ title }) => title)).toContain("Area 3");
    expect(plan.specSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(PlanSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  });

  it("is one free part for an empty spec", () => {
    expect(planFor("", 1_000).parts).toHaveLength(1);
  });

  it("is another with room for the spec and not for the list of its requirements", () => {
    expect(planFor(small, small.length + 100).skeleton).not.toBeNull();
  });
});

describe("D13 the plan of a spec that is longer than a call", () => {
  const options = makeOptions({ maxTicketCount: 30 });
  const plan = planFor(small, small.length - 1, options);

  it("writes each ticket of the skeleton in exactly one part", () => {
    const refs = plan.skeleton?.tickets.map(({ ref }) => ref) ?? [];

    expect(refs.length).toBeGreaterThan(5);
    expect(plan.parts.flatMap(({ tickets }) => tickets).sort()).toEqual([...refs].sort());
  });

  it.each([
    ["compact", 12],
    ["standard", 8],
    ["detailed", 5],
  ] as const)("asks for few tickets at once: %s at most %i", (outputDetail, most) => {
    const { parts } = planFor(small, small.length - 1, makeOptions({ maxTicketCount: 50, outputDetail }));

    expect(Math.max(...parts.map(({ tickets }) => tickets.length))).toBeLessThanOrEqual(most);
  });

  it("keeps an epic beside its tickets", () => {
    const order = plan.parts.flatMap(({ tickets }) => tickets);
    const tickets = plan.skeleton?.tickets ?? [];
    const epics = tickets.filter(({ type }) => type === "epic");

    expect(epics.length).toBeGreaterThan(0);
    for (const { ref } of epics) {
      const children = tickets.filter(({ epic }) => epic === ref);
      const places = children.map((child) => order.indexOf(child.ref) - order.indexOf(ref)).sort((a, b) => a - b);
      expect(places).toEqual(children.map((_child, at) => at + 1));
    }
  });

  it("shows each part the requirements that its tickets cover", () => {
    const covered = new Set(plan.skeleton?.tickets.flatMap(({ type, covers }) => (type === "epic" ? [] : covers)));

    expect(new Set(plan.parts.flatMap(({ requirements }) => requirements))).toEqual(covered);
    for (const [index, part] of plan.parts.entries()) {
      const passages = passagesOf(plan, small, index);
      for (const requirement of plan.requirements.filter(({ id }) => part.requirements.includes(id))) {
        expect(passages).toContain(small.slice(requirement.start, requirement.end));
      }
    }
  });

  it("shows passages under the headings that they stand under", () => {
    expect(passagesOf(plan, small, plan.parts.length - 1)).toMatch(/^\[The exporter > Area \d\]$/m);
  });

  it("lists every ticket of the plan for dependencies, and asks only for those of the part", () => {
    const part = plan.parts[0]?.tickets ?? [];
    const ask = { title: "t", spec: small, options, plan, mark, previous: null, part: 0 };

    const text = partPrompt(ask).messages[0]?.text ?? "";

    for (const { ref, type } of plan.skeleton?.tickets ?? [])
      expect(text).toMatch(new RegExp(`^${ref} \\(${type}`, "m"));
    const asked = text.split("Write these tickets of the plan:")[1] ?? "";
    expect([...asked.matchAll(/^- (\w+)/gm)].map(([, ref]) => ref)).toEqual(part);
  });
});

describe("D13 a ticket whose own text is longer than a call", () => {
  const [head, tail] = ["- R-1: The exporter must write a file.", "- R-2: The exporter must name each file."];
  const spec = `# The exporter\n\n## Export\n\n${"Nobody knows why it is so. ".repeat(60)}\n\n${head}\n${tail}\n`;
  const plan = planFor(spec, 700, makeOptions({ ticketCount: 1, includeEpics: false }));

  it("shows its requirements first, as much of the rest as fits, and records the cut", () => {
    const passages = passagesOf(plan, spec, 0);
    const shown = plan.requirements.filter(({ id }) => plan.parts[0]?.requirements.includes(id));

    expect(shown.length).toBeGreaterThan(0);
    for (const { start, end } of shown) expect(passages).toContain(spec.slice(start, end));
    expect(passages.length).toBeLessThanOrEqual(700);
    expect(plan.parts.flatMap(({ omitted }) => omitted)).not.toEqual([]);
  });
});

describe("issue 3 a spec of 250 KB with 1,200 numbered requirements", () => {
  it("has that size", () => {
    expect(large.length).toBeGreaterThan(250_000);
    expect(large.match(/^- REQ-\d+:/gm)).toHaveLength(1_200);
  });

  it.each([
    ["a small model", 6_000],
    ["a middle one", 40_000],
    ["a large one", 200_000],
  ])("is planned in well under two seconds for %s, in parts that fit", (_what, budget) => {
    const before = process.cpuUsage();

    const plan = planFor(large, budget, makeOptions({ maxTicketCount: 50 }));

    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(2_000);
    expect(plan.parts.length).toBeGreaterThan(1);
    for (const part of plan.parts.keys()) expect(passagesOf(plan, large, part).length).toBeLessThanOrEqual(budget);
  });
});
