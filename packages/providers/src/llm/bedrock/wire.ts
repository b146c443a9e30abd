import * as z from "zod";
import { sum, Tokens } from "../tokens.ts";
import type { ReplyFacts } from "../vendor.ts";

/** What is read of a Converse answer beside its text. Tokens of a prompt that was cached are counted apart. */
const ConverseResponse = z.object({
  stopReason: z.string().nullish(),
  usage: z
    .object({
      inputTokens: Tokens,
      outputTokens: Tokens,
      cacheReadInputTokens: Tokens,
      cacheWriteInputTokens: Tokens,
    })
    .nullish(),
});

export function readFacts(body: unknown): ReplyFacts {
  const { data } = ConverseResponse.safeParse(body);
  const usage = data?.usage;
  return {
    finishReason: data?.stopReason ?? null,
    usage: {
      promptTokens: sum(usage?.inputTokens, usage?.cacheReadInputTokens ?? 0, usage?.cacheWriteInputTokens ?? 0),
      completionTokens: usage?.outputTokens ?? null,
    },
  };
}
