import type { ModelPrompt } from "@tessera/core/models";

/** For models that take no schema: it is our own text, and so may stand in the system part (L2). */
export function withSchemaInSystem<Prompt extends ModelPrompt>(prompt: Prompt): Prompt {
  return {
    ...prompt,
    system: `${prompt.system}\nThe JSON Schema of the answer:\n${JSON.stringify(prompt.schema.json)}`,
  };
}
