// The model alone, as for OpenAI: the package's main entry brings every other interface of the vendor.
import { OpenAIChatLanguageModel } from "@ai-sdk/openai/internal";
import { apiUrl } from "../base-url.ts";
import { readFacts } from "../chat-completion.ts";
import { sdkCall } from "../sdk-call.ts";
import type { VllmSettings } from "../settings.ts";
import type { VendorFactory } from "../vendor.ts";

/** vLLM: OpenAI's chat completions on the operator's own host, by whatever model is loaded there. */
export const createVllm: VendorFactory<VllmSettings> = ({ apiKey, baseUrl }) => ({
  generate: (call, fetch) =>
    new OpenAIChatLanguageModel(call.choice.model, {
      provider: "vllm.chat",
      url: ({ path }) => `${apiUrl(baseUrl, "/v1")}${path}`,
      headers: () => (apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` }),
      fetch,
    }).doGenerate({ ...sdkCall(call), providerOptions: { openai: plainModel } }),
  readFacts,
});

/** By its name alone the SDK would take an operator's `gpt-5-tuned` for OpenAI's, which has rules of its own. */
const plainModel = { forceReasoning: false, systemMessageMode: "system" };
