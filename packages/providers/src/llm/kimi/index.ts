import { createMoonshotAI as createSdk } from "@ai-sdk/moonshotai";
import type { ModelCall } from "@tessera/core/models";
import { apiUrl } from "../base-url.ts";
import { readFacts } from "../chat-completion.ts";
import { withSchemaInSystem } from "../schema.ts";
import { sdkCall } from "../sdk-call.ts";
import type { KeySettings } from "../settings.ts";
import type { SdkCall, VendorFactory } from "../vendor.ts";

/** Moonshot's Kimi: chat completions like OpenAI's, with rules of its own for schemas and thinking models. */
export const createKimi: VendorFactory<KeySettings> = ({ apiKey, baseUrl = "https://api.moonshot.ai" }) => ({
  generate: (call, fetch) =>
    createSdk({ apiKey, baseURL: apiUrl(baseUrl, "/v1"), fetch })
      .chatModel(call.choice.model)
      .doGenerate(chatCall(call)),
  readFacts,
});

/** The SDK sends a schema to the models that take one, and asks the others for JSON only. */
function chatCall(call: ModelCall): SdkCall {
  const takesSchema = /^(?:kimi-k|moonshot-v1-)/.test(call.choice.model);
  return sdkCall(takesSchema ? call : withSchemaInSystem(call));
}
