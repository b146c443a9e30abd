import type { LlmConfig } from "../../settings/index.ts";
import { type LlmError, llmErrors } from "../llm-error.ts";
import { askInTime, isCircuitOpen, type Question } from "./ask-in-time.ts";
import { type LlmSource, type Model, sourceOf } from "./llm-source.ts";
import { unpaused } from "./own-health.ts";
import type { LlmStatusContext, RcaContext } from "./ports.ts";

export type LlmStatus =
  | { status: "ok"; provider: string; model: string; available: true }
  | { status: "degraded"; provider: string; model: string; available: false; error: LlmError };

export interface LlmTest {
  status: "ok" | "error";
  provider: string;
  model: string;
  message: string;
}

/** LC-49: whether incidents get their analysis from the model now. A probe is a call: one in 15 s for each process. */
export async function llmStatus(context: LlmStatusContext, llm: LlmConfig): Promise<LlmStatus> {
  const { provider, model } = llm;
  const error = await currentError(context, llm);
  return error === null
    ? { status: "ok", provider, model, available: true }
    : { status: "degraded", provider, model, available: false, error };
}

async function currentError(context: LlmStatusContext, llm: LlmConfig): Promise<LlmError | null> {
  const source = sourceOf(llm);
  if (source.kind !== "model") return errorWithoutModel(source);
  if (await isCircuitOpen(context, source)) return llmErrors.paused;
  return context.llmProbes.recent(llm, context.now(), () => probe(context, source));
}

/** LC-48: one real call, also while calls are paused: whoever has mended something need not wait for the breaker. */
export async function testLlm(context: LlmStatusContext, llm: LlmConfig): Promise<LlmTest> {
  const { provider, model } = llm;
  const source = sourceOf(llm);
  if (source.kind === "rules") {
    return { status: "ok", provider, model, message: "Incidents are analysed by rules, without an LLM" };
  }
  const error = source.kind === "model" ? await probe(impatient(context), source) : errorWithoutModel(source);
  if (source.kind === "model") context.llmProbes.keep(llm, context.now(), error);
  return error === null
    ? { status: "ok", provider, model, message: "LLM connection successful" }
    : { status: "error", provider, model, message: error };
}

function impatient(context: RcaContext): RcaContext {
  return { ...context, modelHealth: unpaused(context.modelHealth, context.now()) };
}

function errorWithoutModel({ kind }: Exclude<LlmSource, Model>): LlmError | null {
  return kind === "rules" ? null : llmErrors.disabled;
}

const ping: Question = {
  system: 'Answer with {"ok":true} and nothing else.',
  messages: [{ role: "user", text: "Are you there?" }],
  schema: {
    name: "ping",
    json: { type: "object", properties: { ok: { type: "boolean" } }, required: ["ok"], additionalProperties: false },
  },
  // Models that think first refuse less.
  maxOutputTokens: 256,
};

/** Whatever it answers, it is there. */
async function probe(context: RcaContext, source: Model): Promise<LlmError | null> {
  const answer = await askInTime(context, source, ping);
  return answer.kind === "answered" ? null : answer.error;
}
