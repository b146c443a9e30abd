import { sizeOf, tokensOf } from "@tessera/core/generation";
import type { ModelCall } from "@tessera/core/models";
import { createOllama as createSdk } from "ollama-ai-provider-v2";
import { sdkCall } from "../sdk-call.ts";
import type { OllamaSettings } from "../settings.ts";
import type { SdkCall, VendorFactory } from "../vendor.ts";
import { readFacts } from "./wire.ts";

/** Ollama's own chat API, whose `format` is the schema of the answer. */
export const createOllama: VendorFactory<OllamaSettings> = ({ baseUrl }) => {
  const baseURL = baseUrl.replace(/\/+$/, "").replace(/(?:\/api)?$/, "/api");
  return {
    generate: (call, fetch) => createSdk({ baseURL, fetch }).chat(call.choice.model).doGenerate(chatCall(call)),
    readFacts,
  };
};

/** The SDK writes temperature and length beside `options`, where Ollama does not look for them. */
function chatCall(call: ModelCall): SdkCall {
  const { prompt, responseFormat } = sdkCall(call);
  const options = {
    num_ctx: neededContext(call),
    num_predict: call.maxOutputTokens,
    ...(call.temperature === null ? {} : { temperature: call.temperature }),
  };
  return { prompt, ...(responseFormat && { responseFormat }), providerOptions: { ollama: { options } } };
}

/**
 * Ollama cuts a prompt that is longer than its context without a word, so room is asked for, the answer's included, but
 * never more than the operator's machine has. In steps, since it loads the model anew for each other size.
 */
function neededContext({ system, messages, maxOutputTokens, contextTokens }: ModelCall): number {
  const stepTokens = 8_192;
  const texts = [system, ...messages.map(({ text }) => text)];
  const tokens = tokensOf(sizeOf(texts.join("\n"))) + maxOutputTokens;
  return Math.min(Math.ceil(tokens / stepTokens) * stepTokens, contextTokens);
}
