// The model alone, which Bedrock's package shares: the main entry brings every other interface, 130 KB in a bundle.
import { AnthropicLanguageModel } from "@ai-sdk/anthropic/internal";
import type { ModelCall } from "@tessera/core/models";
import { apiUrl } from "../base-url.ts";
import { sdkCall } from "../sdk-call.ts";
import type { KeySettings } from "../settings.ts";
import { answerTool, type SdkCall, type VendorFactory } from "../vendor.ts";
import { readFacts } from "./wire.ts";

/** Anthropic's messages. */
export const createClaude: VendorFactory<KeySettings> = ({ apiKey, baseUrl = "https://api.anthropic.com" }) => ({
  generate: (call, fetch) =>
    new AnthropicLanguageModel(call.choice.model, {
      provider: "anthropic.messages",
      baseURL: apiUrl(baseUrl, "/v1"),
      headers: () => ({ "anthropic-version": "2023-06-01", "x-api-key": apiKey }),
      fetch,
    }).doGenerate(messageCall(call)),
  readFacts,
});

/**
 * The answer is the input of a tool that must be called: every model of AU-3 knows that, while `output_config` came late.
 * Not by the SDK's own JSON tool, which drops the words of a model that answers without it.
 */
function messageCall(call: ModelCall): SdkCall {
  const { responseFormat: _, ...plain } = sdkCall(call);
  return {
    ...plain,
    tools: [{ type: "function", name: answerTool, description: "Takes the answer.", inputSchema: call.schema.json }],
    toolChoice: { type: "tool", toolName: answerTool },
    providerOptions: { anthropic: { disableParallelToolUse: true } },
  };
}
