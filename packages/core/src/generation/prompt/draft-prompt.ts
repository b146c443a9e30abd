import type { ModelPrompt } from "../../models/index.ts";
import type { GenerationOptions } from "../options.ts";
import type { GenerationPlan } from "../plan/index.ts";
import { conversation, type PreviousTry } from "./conversation.ts";
import { draftInstructions } from "./instructions.ts";
import { listRequirements } from "./requirements-list.ts";
import { draftSchema } from "./schema.ts";
import { createSeal } from "./seal.ts";

export interface DraftPromptInput {
  title: string;
  spec: string;
  options: GenerationOptions;
  plan: GenerationPlan;
  /** `spec-` and random hexadecimal digits, new for each request (L2). */
  mark: string;
  previous: PreviousTry | null;
}

/** The most of an answer that is shown to its model again, in UTF-16 units; a small model has room for less. */
const longestAnswer = 24_000;
const shortestAnswer = 3_000;

/** Asks for the whole draft at once. Whatever a caller wrote stands in messages, between marks (L2, TF-53). */
export function draftPrompt(input: DraftPromptInput): ModelPrompt {
  const { title, spec, options, plan, mark, previous } = input;
  const seal = createSeal(mark);
  const requirements = listRequirements(plan, plan.parts[0]?.requirements ?? [], spec);
  const data = [
    `Title: ${title}`,
    ...(requirements === "" ? [] : [`Requirements:\n${requirements}`]),
    `Specification:\n${spec}`,
  ];
  const asked = `${seal.enclose(data.join("\n\n"))}\n\nWrite the tickets for this specification.`;
  return {
    system: draftInstructions(options, seal),
    messages: conversation(asked, previous, seal, answerRoom(plan)),
    schema: draftSchema,
  };
}

export function answerRoom({ promptBudget }: GenerationPlan): number {
  return Math.max(shortestAnswer, Math.min(longestAnswer, (promptBudget ?? Number.POSITIVE_INFINITY) / 2));
}
