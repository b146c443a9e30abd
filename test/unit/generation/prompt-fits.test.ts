import {
  draftPrompt,
  findRequirements,
  type GenerationOptions,
  type GenerationPlan,
  partPrompt,
  sizeOf,
  tokensOf,
} from "@tessera/core/generation";
import type { ModelChoice, ModelPrompt } from "@tessera/core/models";
import { createSpecReader } from "@tessera/providers/documents";
import { describe, expect, it } from "vitest";
import { callLimits, promptBudget } from "../../../packages/core/src/jobs/model-budget.ts";
import { makeOptions, makeTicket } from "../../support/drafts.ts";
import { fullSize } from "../../support/full-size.ts";
import { numberedSpec } from "../../support/long-specs.ts";
import { planGeneration } from "../../support/plan-generation.ts";

const { read } = createSpecReader();
const mark = "spec-0123456789abcdef01234567";
const choice: ModelChoice = { provider: "ollama", model: "llama3.1" };

const repeat = <Item>(count: number, line: (at: number) => Item): Item[] =>
  Array.from({ length: count }, (_line, at) => line(at));

const table = repeat(600, (at) => `| R-${at} | The importer must check column ${at} of each row that it reads. |`);
const sentence = (at: number) => `The gate must open within ${at} seconds when a card of group ${at} is shown to it. `;
const chinese = (at: number) => `- 系统必须在第${at}步之后保存所有的记录，并且向管理员显示结果，不得丢失任何数据。`;

const specs: readonly (readonly [what: string, spec: string])[] = [
  ["a paragraph of 80 KB", `# Gates\n\n${repeat(1_000, sentence).join("")}\n`],
  ["a word of 80 KB", `# Gates\n\nThe gate must ${"x".repeat(80_000)}.\n`],
  ["a table of 600 rows", `# Import\n\n## Requirements\n\n| Id | Requirement |\n| --- | --- |\n${table.join("\n")}\n`],
  ["1,200 numbered requirements", numberedSpec({ sections: 40, perSection: 30 })],
  [
    "Chinese text",
    `# 系统\n\n${repeat(30, (at) => `## 第${at}章\n\n${repeat(20, chinese).join("\n")}`).join("\n\n")}\n`,
  ],
  [
    "English, then Chinese",
    `# Gates\n\n${repeat(600, sentence).join("")}\n\n## 系统\n\n${repeat(200, chinese).join("\n")}`,
  ],
  ["many tiny sections", repeat(1_500, (at) => `# Gate ${at}\n\nIt must open.\n`).join("\n")],
  ["a spec that fits alone and not with its list", repeat(150, (at) => `- The gate ${at} must open.`).join("\n")],
];
const optionSets = [
  makeOptions({ maxTicketCount: 50, outputDetail: "detailed" }),
  makeOptions({ ticketCount: 1, includeEpics: false, outputDetail: "compact" }),
  makeOptions({ maxTicketCount: 12 }),
];

const tickets = repeat(40, (at) => makeTicket({ ref: `T${at}`, description: "语言 word ".repeat(300) }));
const tries = [
  null,
  { answer: JSON.stringify({ tickets }), problems: repeat(60, (at) => `Ticket ${at} is wrong. ${"Why: ".repeat(40)}`) },
  { answer: JSON.stringify({ tickets: tickets.slice(0, 2) }), problems: ["字".repeat(5_000)] },
];

function limitsOf(contextTokens: number) {
  // Only the settings that budgets are made of.
  const jobSettings = { modelLimits: { ollama: { contextTokens } }, maxOutputTokens: null, temperature: 0.2 };
  const context = { jobSettings } as unknown as Parameters<typeof callLimits>[0];
  return { ...callLimits(context, choice), budget: promptBudget(context, choice) };
}

function planOf(spec: string, title: string, options: GenerationOptions, budget: number | null): GenerationPlan {
  const document = read(spec);
  const requirements = findRequirements(document, spec);
  return planGeneration({ document, spec, title, options, requirements, promptBudget: budget });
}

function tokensIn({ system, messages, schema }: ModelPrompt): number {
  return tokensOf(sizeOf([system, JSON.stringify(schema), ...messages.map(({ text }) => text)].join("\n")));
}

describe.each(fullSize([4_096, 8_192, 32_768, 131_072], [8_192]))(
  "D13 a prompt and its answer fit a context of %i tokens",
  (contextTokens) => {
    const { budget, maxOutputTokens } = limitsOf(contextTokens);

    it.each(fullSize(specs, specs.slice(0, 5)))("%s", (_what, spec) => {
      for (const [at, options] of optionSets.entries()) {
        const title = at === 0 ? "门".repeat(200) : "Gates";
        const plan = planOf(spec, title, options, budget);
        const tokens = tries.flatMap((previous) => {
          const ask = { title, spec, options, plan, mark, previous };
          const prompts = plan.skeleton
            ? plan.parts.map((_part, part) => partPrompt({ ...ask, part }))
            : [draftPrompt(ask)];
          return prompts.map(tokensIn);
        });

        expect(Math.max(...tokens)).toBeLessThanOrEqual(contextTokens - maxOutputTokens);
      }
    });
  },
);

describe("D13 what does not fit a small context is said", () => {
  const [, spec] = specs[2] ?? ["", ""];
  const options = makeOptions({ ticketCount: 2, includeEpics: false });
  const plan = planOf(spec, "Import", options, limitsOf(8_192).budget);
  const text =
    partPrompt({ title: "Import", spec, options, plan, mark, previous: null, part: 0 }).messages[0]?.text ?? "";

  it("as a number behind the list of requirements, and as ranges of the plan", () => {
    const omitted = plan.parts.flatMap(({ omitted }) => omitted);

    expect(text).toMatch(/^R\d+: .*\nand \d+ more of the same sections$/m);
    expect(omitted.reduce((length, { start, end }) => length + end - start, 0)).toBeGreaterThan(10_000);
  });
});
