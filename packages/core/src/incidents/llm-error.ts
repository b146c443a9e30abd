import { AppError } from "../errors.ts";

/** Why a model cannot be asked, in fixed words: a vendor's text may quote a key or a prompt (LC-49, D9). */
export const llmErrors = {
  timeout: "Connection timeout after 5s",
  refused: "Connection refused",
  hostUnknown: "Host not found",
  connection: "Connection failed",
  apiKey: "Invalid API key",
  model: "Model not available",
  rateLimit: "Rate limit exceeded",
  provider: "Provider error",
  paused: "Paused after repeated failures",
  disabled: "LLM is disabled",
  other: "LLM call failed",
} as const;
export type LlmError = (typeof llmErrors)[keyof typeof llmErrors];

const networkErrors: Record<string, LlmError> = {
  ECONNREFUSED: llmErrors.refused,
  ENOTFOUND: llmErrors.hostUnknown,
  EAI_AGAIN: llmErrors.hostUnknown,
};

/** What `callModel` has thrown, in those words. */
export function llmError(cause: unknown): LlmError {
  if (!(cause instanceof AppError)) return llmErrors.other;
  const { status, circuit } = cause.details;
  if (cause.code === "model_timeout") return llmErrors.timeout;
  if (cause.code === "model_rejected") return status === 401 || status === 403 ? llmErrors.apiKey : llmErrors.model;
  if (cause.code !== "model_unavailable") return llmErrors.other;
  if (circuit === "open") return llmErrors.paused;
  if (status === 429) return llmErrors.rateLimit;
  if (status !== undefined) return llmErrors.provider;
  return networkErrors[networkCode(cause)] ?? llmErrors.connection;
}

/** For our own logs: which error it was, and nothing of what it says. */
export function errorName(cause: unknown): string {
  if (cause instanceof AppError) return cause.code;
  return cause instanceof Error ? cause.name : "unknown";
}

/** As the egress client keeps it. */
function networkCode({ cause }: AppError): string {
  return cause instanceof AppError ? String(cause.details.code ?? "") : "";
}
