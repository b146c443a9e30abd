import type { ModelCall, ModelMessage } from "@tessera/core/models";
import type { SdkCall } from "./vendor.ts";

/** A call in the AI SDK's words, with the schema of the answer. */
export function sdkCall(call: ModelCall): SdkCall {
  return {
    prompt: [
      { role: "system", content: call.system },
      // Some vendors refuse a message without text.
      ...call.messages.filter(({ text }) => text.trim() !== "").map(sdkMessage),
    ],
    maxOutputTokens: call.maxOutputTokens,
    ...(call.temperature === null ? {} : { temperature: call.temperature }),
    responseFormat: { type: "json", name: call.schema.name, schema: call.schema.json },
  };
}

function sdkMessage({ role, text }: ModelMessage): SdkCall["prompt"][number] {
  const content: [{ type: "text"; text: string }] = [{ type: "text", text }];
  return role === "user" ? { role: "user", content } : { role: "assistant", content };
}
