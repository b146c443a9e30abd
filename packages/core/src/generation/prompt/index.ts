export { type DraftPromptInput, draftPrompt } from "./draft-prompt.ts";
export { draftLeaks, partLeaks } from "./leak.ts";
export { partPrompt } from "./part-prompt.ts";
