import { createAmazonBedrock as createSdk } from "@ai-sdk/amazon-bedrock";
import { sdkCall } from "../sdk-call.ts";
import type { BedrockSettings } from "../settings.ts";
import type { VendorFactory } from "../vendor.ts";
import { readFacts } from "./wire.ts";

/**
 * Amazon Bedrock's Converse: any model that runs there. The answer is the input of a forced tool that has the schema, as
 * that is what Converse itself knows. Where a key or credentials are given, nothing is looked up in
 * the environment; else the SDK takes those that AWS puts there.
 */
export const createBedrock: VendorFactory<BedrockSettings> = (settings) => {
  const { region, apiKey, credentials } = settings;
  const baseURL = settings.baseUrl ?? `https://bedrock-runtime.${region}.amazonaws.com`;
  return {
    generate: (call, fetch) =>
      createSdk({
        region,
        baseURL,
        fetch,
        // An empty key keeps the SDK from looking for one.
        apiKey: apiKey ?? "",
        ...(credentials && { credentialProvider: () => Promise.resolve(credentials) }),
      })(call.choice.model).doGenerate({
        ...sdkCall(call),
        providerOptions: { amazonBedrock: { structuredOutputMode: "jsonTool" } },
      }),
    readFacts,
  };
};
