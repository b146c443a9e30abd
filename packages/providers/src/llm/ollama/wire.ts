import * as z from "zod";

const Count = z.number().int().min(0).nullish().catch(null);

/** What is read of Ollama's chat reply. A refusal or a tool call has no content: that is an answer of no use. */
export const ChatReply = z.object({
  message: z.object({ content: z.string().nullish() }).nullish(),
  done_reason: z.string().nullish(),
  prompt_eval_count: Count,
  eval_count: Count,
});
export type ChatReply = z.infer<typeof ChatReply>;
