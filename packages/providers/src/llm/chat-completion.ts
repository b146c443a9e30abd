import * as z from "zod";
import { Tokens } from "./tokens.ts";
import type { ReplyFacts } from "./vendor.ts";

/** What is read of a chat completion beside its text. */
const ChatCompletion = z.object({
  choices: z.array(z.object({ finish_reason: z.string().nullish() })).min(1),
  usage: z.object({ prompt_tokens: Tokens, completion_tokens: Tokens }).nullish(),
});

export function readFacts(body: unknown): ReplyFacts {
  const { data } = ChatCompletion.safeParse(body);
  return {
    finishReason: data?.choices[0]?.finish_reason ?? null,
    usage: {
      promptTokens: data?.usage?.prompt_tokens ?? null,
      completionTokens: data?.usage?.completion_tokens ?? null,
    },
  };
}
