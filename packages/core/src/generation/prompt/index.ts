export { fitsDraft } from "./draft-data.ts";
export { type DraftPromptInput, draftPrompt } from "./draft-prompt.ts";
export { createLeakFinder, draftLeaks, partLeaks } from "./leak.ts";
export { requirementSize, roomForPart, ticketSize } from "./part-data.ts";
export { partPrompt } from "./part-prompt.ts";
export { promptBudgetOf } from "./room.ts";
export { createSeal, type Seal } from "./seal.ts";
