import { randomBytes } from "node:crypto";
import type { LlmConfig, Severity } from "../../settings/index.ts";
import type { Anomaly } from "../anomaly.ts";
import { analyseByRules } from "./analyse-by-rules.ts";
import { askInTime, roomOf } from "./ask-in-time.ts";
import { sourceOf } from "./llm-source.ts";
import type { RcaContext } from "./ports.ts";
import { rcaPrompt } from "./prompt.ts";
import type { Rca } from "./rca.ts";
import { readAnalysis } from "./read-analysis.ts";

/** A model that thinks first needs several times what it then writes. */
const maxOutputTokens = 3_000;

/**
 * What a model says about the cause, or null: none is asked for, it is unreachable, slow or wrong, and the rules have to
 * do (LC-26, LC-28). At most one call, at most 5.5 s, and never an error: an incident does not depend on a model.
 */
export async function analyseByModel(
  context: RcaContext,
  anomaly: Anomaly,
  { severity, llm }: { severity: Severity; llm: LlmConfig },
): Promise<Rca | null> {
  const source = sourceOf(llm);
  if (source.kind !== "model") return null;
  // New for each request: no text can close a delimiter that did not exist when it was written (L2).
  const mark = `spec-${randomBytes(12).toString("hex")}`;
  const { contextTokens, answerTokens } = roomOf(context, source, maxOutputTokens);
  const prompt = rcaPrompt(anomaly, severity, { mark, promptTokens: contextTokens - answerTokens });
  const answer = await askInTime(context, source, { ...prompt, maxOutputTokens });
  if (answer.kind === "failed") return null;
  const analysis = readAnalysis(answer.reply);
  if (analysis) return withService(analysis, anomaly);
  const { finishReason } = answer.reply;
  context.log.warn("a model's analysis was refused", { provider: llm.provider, model: llm.model, finishReason });
  return null;
}

/** A title names the service that the incident is of, whatever a log has talked the model into. */
function withService(analysis: Rca, anomaly: Anomaly): Rca {
  if (analysis.title.toLowerCase().includes(anomaly.service.toLowerCase())) return analysis;
  return { ...analysis, title: analyseByRules(anomaly).title };
}
