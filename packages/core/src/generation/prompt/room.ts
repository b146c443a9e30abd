import { sizeOfTokens } from "../size.ts";

/** The rules, the answer's form and what stands around the data: of any prompt, the longest. */
const rulesSize = 5_400;

/** The most of a refused answer, and of what is wrong with it, that is said again. */
const longestReply = 27_000;

/** What a refused answer may take of what the data may take. */
const replyShare = 1 / 3;

/** How much the data of a prompt may take (`sizeOf`) where a model reads so many tokens: room for a second try is left. */
export function promptBudgetOf(tokens: number): number {
  const room = sizeOfTokens(tokens) - rulesSize;
  return Math.max(0, Math.floor(Math.max(room / (1 + replyShare), room - longestReply)));
}

/** How much of the next prompt a refused answer and its problems may take. */
export function replyRoom(promptBudget: number | null): number {
  return promptBudget === null ? longestReply : Math.min(longestReply, Math.floor(promptBudget * replyShare));
}
