import * as z from "zod";
import { sum, Tokens } from "../tokens.ts";
import type { ReplyFacts } from "../vendor.ts";

/** What is read of a message beside its text. Tokens of a prompt that was cached are counted apart. */
const Message = z.object({
  stop_reason: z.string().nullish(),
  usage: z
    .object({
      input_tokens: Tokens,
      output_tokens: Tokens,
      cache_creation_input_tokens: Tokens,
      cache_read_input_tokens: Tokens,
    })
    .nullish(),
});

export function readFacts(body: unknown): ReplyFacts {
  const { data } = Message.safeParse(body);
  const usage = data?.usage;
  return {
    finishReason: data?.stop_reason ?? null,
    usage: {
      promptTokens: sum(
        usage?.input_tokens,
        usage?.cache_creation_input_tokens ?? 0,
        usage?.cache_read_input_tokens ?? 0,
      ),
      completionTokens: usage?.output_tokens ?? null,
    },
  };
}
