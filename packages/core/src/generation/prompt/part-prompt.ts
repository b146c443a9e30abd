import type { ModelPrompt } from "../../models/index.ts";
import { conversation } from "./conversation.ts";
import { type DraftPromptInput, roomBeside } from "./draft-prompt.ts";
import { partInstructions } from "./instructions.ts";
import { partData } from "./part-data.ts";
import { partSchema } from "./schema.ts";
import { createSeal } from "./seal.ts";

/** What is shown of a part that a plan does not have. */
const noPart = { tickets: [], ranges: [], requirements: [], omitted: [] };

/** Asks for the tickets of one part of a long spec: titles of others for dependencies, and the passages that they need. */
export function partPrompt(input: DraftPromptInput & { part: number }): ModelPrompt {
  const { options, plan, mark, previous } = input;
  const seal = createSeal(mark);
  const { data, wanted } = partData(input, plan.parts[input.part] ?? noPart);
  const asked = `${seal.enclose(data)}\n\nWrite these tickets of the plan:\n${wanted}`;
  return {
    system: partInstructions(options.outputDetail, seal),
    messages: conversation(asked, previous, seal, roomBeside(data + wanted, plan)),
    schema: partSchema,
  };
}
