import type { ModelGateway } from "@tessera/core/models";
import { createEgress } from "@tessera/providers/http";
import { createModelGateway, modelHosts } from "@tessera/providers/llm";
import type { Config } from "./config.ts";
import { modelBaseUrlsOf, modelProvidersOf } from "./models.ts";

/** The models: most of a bundle's weight, and only one function calls them. */
export function createModels({ config, now }: { config: Readonly<Config>; now(): Date }): ModelGateway {
  const providers = modelProvidersOf(config);
  const baseUrls = modelBaseUrlsOf(config);
  // The operator names the model's host, often one on loopback: open to the model, closed to callbacks.
  const allowHosts = [...config.EGRESS_ALLOW_HOSTS, ...modelHosts(providers, baseUrls)];
  const egress = createEgress({ allowHosts });
  return createModelGateway({ egress, providers, baseUrls, timeoutMs: config.LLM_TIMEOUT_MS, now });
}
