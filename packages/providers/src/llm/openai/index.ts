// The model alone: the package's main entry brings every other interface of the vendor, 150 KB in a bundle.
import { OpenAIChatLanguageModel } from "@ai-sdk/openai/internal";
import type { ModelCall } from "@tessera/core/models";
import { apiUrl } from "../base-url.ts";
import { readFacts } from "../chat-completion.ts";
import { withSchemaInSystem } from "../schema.ts";
import { sdkCall } from "../sdk-call.ts";
import type { KeySettings } from "../settings.ts";
import type { SdkCall, VendorFactory } from "../vendor.ts";

/** OpenAI's chat completions, and every host that speaks them. */
export const createOpenAi: VendorFactory<KeySettings> = ({ apiKey, baseUrl = "https://api.openai.com" }) => ({
  generate: (call, fetch) =>
    new OpenAIChatLanguageModel(call.choice.model, {
      provider: "openai.chat",
      url: ({ path }) => `${apiUrl(baseUrl, "/v1")}${path}`,
      headers: () => ({ Authorization: `Bearer ${apiKey}` }),
      fetch,
    }).doGenerate(chatCall(call)),
  readFacts,
});

/** GPT-4 and GPT-4 Turbo are older than structured outputs: one knows JSON mode at least, the other nothing. */
function chatCall(call: ModelCall): SdkCall {
  const { model } = call.choice;
  if (/^gpt-4-turbo/.test(model)) return { ...sdkCall(withSchemaInSystem(call)), responseFormat: { type: "json" } };
  if (/^gpt-4(?:-\d|$)/.test(model)) return { ...sdkCall(withSchemaInSystem(call)), responseFormat: { type: "text" } };
  return sdkCall(call);
}
