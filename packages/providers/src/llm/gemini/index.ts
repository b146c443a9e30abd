import { createGoogleGenerativeAI as createSdk } from "@ai-sdk/google";
import { apiUrl } from "../base-url.ts";
import { sdkCall } from "../sdk-call.ts";
import type { KeySettings } from "../settings.ts";
import type { VendorFactory } from "../vendor.ts";
import { readFacts } from "./wire.ts";

const googleUrl = "https://generativelanguage.googleapis.com";

/** Google's Gemini: generateContent with a response schema. The key travels in a header, never in the URL. */
export const createGemini: VendorFactory<KeySettings> = ({ apiKey, baseUrl = googleUrl }) => ({
  generate: (call, fetch) =>
    createSdk({ apiKey, baseURL: apiUrl(baseUrl, "/v1beta"), fetch })
      .chat(call.choice.model)
      .doGenerate(sdkCall(call)),
  readFacts,
});
