import { AppError } from "@tessera/core/errors";
import type { ModelCall, ModelGateway, ModelReply } from "@tessera/core/models";
import type { Egress } from "../http/index.ts";
import { createModelFetch } from "./model-fetch.ts";
import { loadVendor } from "./registry.ts";
import type { BaseUrls, ConfiguredProviders } from "./settings.ts";
import { answerTool, type SdkResult, type Vendor } from "./vendor.ts";

export interface ModelGatewayOptions {
  /** Allows what `modelHosts` names. */
  egress: Pick<Egress, "send">;
  providers: ConfiguredProviders;
  /** Of providers for which the operator may have no key, but tenants have. */
  baseUrls?: BaseUrls;
  /** For one call, from resolving the name to the last byte of the answer. */
  timeoutMs: number;
  /** Fifty detailed tickets are a tenth of the default. */
  maxResponseBytes?: number;
  now?(): Date;
}

/** Every model behind one interface, on the AI SDK's providers and our own way out. */
export function createModelGateway(options: ModelGatewayOptions): ModelGateway {
  const {
    egress,
    providers,
    baseUrls = {},
    timeoutMs,
    maxResponseBytes = 4 * 1_024 * 1_024,
    now = () => new Date(),
  } = options;

  return {
    async call(call) {
      const { provider } = call.choice;
      if (provider === "offline") throw new Error("The offline generator is no model: it is called directly");
      const vendor = await loadVendor(provider, withOwnKey(providers, baseUrls, call));
      if (!vendor) throw new AppError("model_rejected", `${provider} is not configured`);

      const patienceMs = Math.min(call.timeoutMs ?? timeoutMs, timeoutMs);
      const { fetch, body } = createModelFetch({ egress, timeoutMs: patienceMs, maxResponseBytes, now });
      try {
        const result = await vendor.generate(call, fetch);
        return toReply(vendor, body(), textOf(result));
      } catch (cause) {
        const answer = body();
        // Answered, but not in a form that the SDK knows: whoever judges answers sends it back like any bad one (D1).
        if (answer) return toReply(vendor, answer, "");
        // Anything else is the SDK's: its words, and its causes, may quote a key or a prompt, and end here (D9).
        throw cause instanceof AppError
          ? cause
          : new AppError("model_rejected", "The language model could not be asked");
      }
    },
  };
}

/** A tenant's key goes where the operator's would (LC-45): to the same host, in the same header. */
function withOwnKey(providers: ConfiguredProviders, baseUrls: BaseUrls, call: ModelCall): ConfiguredProviders {
  const { apiKey } = call;
  const { provider } = call.choice;
  // Ollama takes no key.
  if (apiKey === undefined || provider === "offline" || provider === "ollama") return providers;
  if (provider !== "bedrock" && provider !== "vllm") {
    return { ...providers, [provider]: { baseUrl: baseUrls[provider], ...providers[provider], apiKey } };
  }
  // These are only asked where the operator has set them up.
  return providers[provider] ? { ...providers, [provider]: { ...providers[provider], apiKey } } : providers;
}

/** Thoughts are no answer, nor are calls of tools but the one that takes it, nor what a filter has left (D10). */
function textOf({ content, finishReason }: SdkResult): string {
  if (finishReason.unified === "content-filter") return "";
  const texts = content.map((part) => {
    if (part.type === "tool-call" && part.toolName === answerTool) return part.input;
    return part.type === "text" ? part.text : "";
  });
  return texts.join("");
}

/** The rest is read from the answer itself: the SDK counts 0 tokens where a vendor counts none. */
function toReply(vendor: Vendor, body: Uint8Array | undefined, text: string): ModelReply {
  return { text, ...vendor.readFacts(parseJson(body)) };
}

function parseJson(body: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
