import { randomUUID } from "node:crypto";
// The model alone: the package's main entry brings every other interface of the vendor, 100 KB in a bundle.
import { GoogleLanguageModel } from "@ai-sdk/google/internal";
import { apiUrl } from "../base-url.ts";
import { sdkCall } from "../sdk-call.ts";
import type { KeySettings } from "../settings.ts";
import type { VendorFactory } from "../vendor.ts";
import { readFacts } from "./wire.ts";

const googleUrl = "https://generativelanguage.googleapis.com";

/** Google's Gemini: generateContent with a response schema. The key travels in a header, never in the URL. */
export const createGemini: VendorFactory<KeySettings> = ({ apiKey, baseUrl = googleUrl }) => ({
  generate: (call, fetch) =>
    new GoogleLanguageModel(call.choice.model, {
      provider: "google.generative-ai",
      baseURL: apiUrl(baseUrl, "/v1beta"),
      headers: () => ({ "x-goog-api-key": apiKey }),
      generateId: randomUUID,
      fetch,
    }).doGenerate(sdkCall(call)),
  readFacts,
});
