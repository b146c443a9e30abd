import * as z from "zod";
import { sum, Tokens } from "../tokens.ts";
import type { ReplyFacts } from "../vendor.ts";

/** What is read of an answer beside its text. A prompt that was refused has no candidate, but a reason. */
const GenerateContentResponse = z.object({
  candidates: z.array(z.object({ finishReason: z.string().nullish() })).nullish(),
  promptFeedback: z.object({ blockReason: z.string().nullish() }).nullish(),
  usageMetadata: z
    .object({ promptTokenCount: Tokens, candidatesTokenCount: Tokens, thoughtsTokenCount: Tokens })
    .nullish(),
});

export function readFacts(body: unknown): ReplyFacts {
  const { data } = GenerateContentResponse.safeParse(body);
  const usage = data?.usageMetadata;
  return {
    finishReason: data?.candidates?.[0]?.finishReason ?? data?.promptFeedback?.blockReason ?? null,
    usage: {
      promptTokens: usage?.promptTokenCount ?? null,
      // Thoughts are billed as output.
      completionTokens: sum(usage?.candidatesTokenCount, usage?.thoughtsTokenCount ?? 0),
    },
  };
}
