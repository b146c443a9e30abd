import { draftTickets, type TicketModel } from "@tessera/core/generation";
import type { TicketModelOptions } from "../options.ts";

/** Names the rules' version, as a model's name does. */
const model = "offline-1";

/** The generator that needs neither network nor key (X-35, TF-52). */
export function createOffline({ reader, now }: Pick<TicketModelOptions, "reader" | "now">): TicketModel {
  return {
    // Free and deterministic: running twice costs nothing and writes the same.
    exclusive: false,
    async generate({ title, spec, options }) {
      const startedAt = now();
      const draft = draftTickets(reader.read(spec), { title, options, requirements: [] });
      const durationMs = Math.max(0, now().getTime() - startedAt.getTime());
      return {
        text: JSON.stringify(draft),
        run: { model, durationMs, promptTokens: null, completionTokens: null, finishReason: "stop" },
      };
    },
  };
}
