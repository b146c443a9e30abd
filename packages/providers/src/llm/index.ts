import type { TicketModel } from "@tessera/core/generation";
import { createOffline } from "./offline/index.ts";
import { createOllama } from "./ollama/index.ts";
import type { TicketModelFactory, TicketModelOptions } from "./options.ts";

/** A new provider is one folder and one line here. */
const factories = {
  offline: createOffline,
  ollama: createOllama,
} as const satisfies Record<string, TicketModelFactory>;

export type TicketModelProvider = keyof typeof factories;

export function createTicketModel(options: TicketModelOptions & { provider: TicketModelProvider }): TicketModel {
  return factories[options.provider](options);
}
