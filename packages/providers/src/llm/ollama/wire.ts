import * as z from "zod";
import { Tokens } from "../tokens.ts";
import type { ReplyFacts } from "../vendor.ts";

/** What is read of a chat answer beside its text. */
const ChatResponse = z.object({
  done_reason: z.string().nullish(),
  prompt_eval_count: Tokens,
  eval_count: Tokens,
});

export function readFacts(body: unknown): ReplyFacts {
  const { data } = ChatResponse.safeParse(body);
  return {
    finishReason: data?.done_reason ?? null,
    usage: { promptTokens: data?.prompt_eval_count ?? null, completionTokens: data?.eval_count ?? null },
  };
}
