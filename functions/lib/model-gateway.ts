import type { SpecReader, TicketModel } from "@tessera/core/generation";
import { createEgress } from "@tessera/providers/http";
import { createTicketModel } from "@tessera/providers/llm";
import type { Config } from "./config.ts";

export interface ModelParts {
  config: Readonly<Config>;
  reader: SpecReader;
  now(): Date;
}

/** The models: most of a bundle's weight, and only one function calls them. */
export function createModel({ config, reader, now }: ModelParts): TicketModel {
  // The operator names the model's host, often one on loopback: open to the model, closed to callbacks.
  const allowHosts = [...config.EGRESS_ALLOW_HOSTS, new URL(config.OLLAMA_BASE_URL).hostname];
  return createTicketModel({
    provider: config.LLM_PROVIDER,
    egress: createEgress({ allowHosts }),
    reader,
    ollama: { baseUrl: config.OLLAMA_BASE_URL, model: config.OLLAMA_MODEL },
    timeoutMs: config.LLM_TIMEOUT_MS,
    now,
  });
}
