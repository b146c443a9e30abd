import type { GenerationOptions } from "./options.ts";
import type { GenerationRun } from "./result.ts";

export interface ModelRequest {
  title: string;
  spec: string;
  options: GenerationOptions;
  /** What the validator said of the answers before this one, oldest first; empty on the first try (TF-47). */
  feedback: readonly string[];
}

export interface ModelAnswer {
  /** The answer as it came: a JSON draft, perhaps in fences or prose. Read by `readDraft`, never trusted. */
  text: string;
  run: GenerationRun;
}

/**
 * Writes drafts. Throws AppError `model_unavailable` (host down, 429, 5xx), `model_rejected` (401, 403),
 * `model_timeout`, and nothing else that a caller should handle (TF-48, X-35).
 */
export interface TicketModel {
  /** Whether a call takes long or costs money: then a job has one at a time, also when its stage is repeated (B5). */
  exclusive: boolean;
  generate(request: ModelRequest): Promise<ModelAnswer>;
}
