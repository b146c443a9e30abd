import type { ModelHealth } from "./breaker.ts";
import type { ModelChoice } from "./choice.ts";

export interface ModelMessage {
  role: "user" | "assistant";
  text: string;
}

/** What a model is asked. Everything that a caller wrote stands in messages, never in `system` (L2). */
export interface ModelPrompt {
  system: string;
  messages: readonly ModelMessage[];
  /**
   * The JSON Schema of the answer, as every vendor takes it: objects are closed and require all of their fields, without
   * defaults. It helps a model; what comes back is validated again all the same.
   */
  schema: { name: string; json: Record<string, unknown> };
}

export interface ModelCall extends ModelPrompt {
  choice: ModelChoice;
  /** What the model reads and writes together: a prompt is made to fit beside the answer (D13). */
  contextTokens: number;
  maxOutputTokens: number;
  /** Null where the model takes none (AU-5: gpt-5* only takes 1). */
  temperature: number | null;
  /** Where less may be waited for than the gateway would. */
  timeoutMs?: number | undefined;
  /** A tenant's own key, in the operator's place (LC-45). */
  apiKey?: string | undefined;
}

/** Null where the vendor gives none (D13). */
export interface ModelUsage {
  promptTokens: number | null;
  completionTokens: number | null;
}

/** An answer of whatever use: what it says is judged by whoever asked. */
export interface ModelReply {
  /** As it came; empty for a refusal, a tool call or no content (D10). */
  text: string;
  /** The vendor's own word (`stop`, `length`, `max_tokens`, `SAFETY`, ...). */
  finishReason: string | null;
  usage: ModelUsage;
}

/**
 * One call, one request: never repeated in here, so that whoever counts calls counts requests. Throws AppError
 * `model_unavailable` (unreachable, 429, 5xx; `retryAfterSeconds` where the vendor says so), `model_rejected`
 * (401, 403, 400, 404, a host that may not be called) or `model_timeout` (deadline, or an answer without end),
 * whose messages hold neither prompt, answer nor key (D7, D8, D9).
 */
export interface ModelGateway {
  call(call: ModelCall): Promise<ModelReply>;
}

/** The breaker's memory, shared by all workers. */
export interface ModelHealthStore {
  find(key: string): Promise<ModelHealth | undefined>;
  /** Only onto the row of the version before `health.version` (1: onto none); throws `stale_write` otherwise. */
  save(health: ModelHealth): Promise<void>;
}
