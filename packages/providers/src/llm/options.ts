import type { SpecReader, TicketModel } from "@tessera/core/generation";
import type { Egress } from "../http/index.ts";

/** What any provider may need; each takes its part. */
export interface TicketModelOptions {
  egress: Egress;
  reader: SpecReader;
  ollama: { baseUrl: string; model: string };
  /** For one call, from connecting to the last byte of the answer. */
  timeoutMs: number;
  now(): Date;
}

export type TicketModelFactory = (options: TicketModelOptions) => TicketModel;
