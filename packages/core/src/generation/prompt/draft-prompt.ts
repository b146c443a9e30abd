import type { ModelPrompt } from "../../models/index.ts";
import type { GenerationOptions } from "../options.ts";
import type { GenerationPlan } from "../plan/index.ts";
import { sizeOf } from "../size.ts";
import { conversation, type PreviousTry } from "./conversation.ts";
import { draftData } from "./draft-data.ts";
import { draftInstructions } from "./instructions.ts";
import { replyRoom } from "./room.ts";
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

/** Asks for the whole draft at once. Whatever a caller wrote stands in messages, between marks (L2, TF-53). */
export function draftPrompt(input: DraftPromptInput): ModelPrompt {
  const { options, plan, mark, previous } = input;
  const seal = createSeal(mark);
  const data = draftData(input);
  const asked = `${seal.enclose(data)}\n\nWrite the tickets for this specification.`;
  return {
    system: draftInstructions(options, seal),
    messages: conversation(asked, previous, seal, roomBeside(data, plan)),
    schema: draftSchema,
  };
}

/** How much a refused answer may take beside this data. */
export function roomBeside(data: string, { promptBudget }: GenerationPlan): number {
  const unused = promptBudget === null ? 0 : Math.max(0, promptBudget - sizeOf(data));
  return replyRoom(promptBudget) + unused;
}
