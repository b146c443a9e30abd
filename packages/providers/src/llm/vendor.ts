import type { OpenAIProvider } from "@ai-sdk/openai";
import type { ModelCall, ModelUsage } from "@tessera/core/models";

/** The AI SDK's interface of a model, which all of its providers implement. */
type SdkModel = ReturnType<OpenAIProvider["chat"]>;
export type SdkCall = Parameters<SdkModel["doGenerate"]>[0];
export type SdkResult = Awaited<ReturnType<SdkModel["doGenerate"]>>;
export type Fetch = typeof globalThis.fetch;

/** The tool that takes the answer of a vendor who has no other form for it. */
export const answerTool = "answer";

/** What a vendor's answer says beside its text, in the vendor's own words. */
export interface ReplyFacts {
  finishReason: string | null;
  usage: ModelUsage;
}

/** One vendor's way to speak with a model. */
export interface Vendor {
  /** Sends exactly one request, through this fetch. */
  generate(call: ModelCall, fetch: Fetch): PromiseLike<SdkResult>;
  /** Reads an answer of whatever shape: what is not there is null. */
  readFacts(body: unknown): ReplyFacts;
}

export type VendorFactory<Settings> = (settings: Settings) => Vendor;
