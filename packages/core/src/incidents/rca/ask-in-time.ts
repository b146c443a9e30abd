import {
  callModel,
  type ModelCall,
  type ModelPrompt,
  type ModelReply,
  modelLimits,
  temperatureFor,
} from "../../models/index.ts";
import { errorName, type LlmError, llmError, llmErrors } from "../llm-error.ts";
import type { Model } from "./llm-source.ts";
import { isPaused, ownHealth } from "./own-health.ts";
import type { RcaContext } from "./ports.ts";

/** LC-26: nobody waits longer for a model while an incident is open. */
export const llmBudgetMs = 5_000;
/** For the gateway to say that time is up, and for the breaker to write it down. */
const graceMs = 400;

export type Question = ModelPrompt & { maxOutputTokens: number };
export type Answer = { kind: "answered"; reply: ModelReply } | { kind: "failed"; error: LlmError };

/** One call within the budget, whatever the gateway, the model or the store do. */
export async function askInTime(context: RcaContext, model: Model, question: Question): Promise<Answer> {
  const done = new AbortController();
  try {
    return await Promise.race([ask(context, model, question), tooLate(context, done.signal)]);
  } finally {
    done.abort();
  }
}

/** Whether the breaker of our calls, or that of the ticket jobs where the key is the operator's, lets none through. */
export async function isCircuitOpen(context: RcaContext, { provider, model, apiKey }: Model): Promise<boolean> {
  const stores = [ownHealth(context.modelHealth, apiKey), ...(apiKey === null ? [context.modelHealth] : [])];
  const rows = await Promise.all(stores.map((store) => store.find(`${provider}:${model}`)));
  return rows.some((row) => isPaused(row, context.now()));
}

async function ask(context: RcaContext, model: Model, question: Question): Promise<Answer> {
  try {
    if (await isCircuitOpen(context, model)) return { kind: "failed", error: llmErrors.paused };
    const modelHealth = ownHealth(context.modelHealth, model.apiKey);
    const reply = await callModel({ ...context, modelHealth }, callOf(context, model, question));
    return { kind: "answered", reply };
  } catch (cause) {
    // No error at all may cost an incident its analysis by rules: what nobody expects is logged and answered as well.
    const { provider, model: name } = model;
    context.log.warn("a model could not be asked", { provider, model: name, cause: errorName(cause) });
    return { kind: "failed", error: llmError(cause) };
  }
}

/** What a model holds, and how much of it an answer may take: half at most, since the rest is for what is asked. */
export function roomOf({ modelLimits: configured }: RcaContext, { provider, model }: Model, wantedTokens: number) {
  const { contextTokens, maxOutputTokens } = modelLimits({ provider, model }, configured);
  const answerTokens = Math.max(1, Math.min(wantedTokens, maxOutputTokens, Math.floor(contextTokens / 2)));
  return { contextTokens, answerTokens };
}

function callOf(context: RcaContext, source: Model, question: Question): ModelCall {
  const { provider, model, apiKey } = source;
  const choice = { provider, model };
  const { contextTokens, answerTokens } = roomOf(context, source, question.maxOutputTokens);
  return {
    ...question,
    choice,
    contextTokens,
    maxOutputTokens: answerTokens,
    temperature: temperatureFor(choice, 0),
    timeoutMs: llmBudgetMs,
    ...(apiKey === null ? {} : { apiKey }),
  };
}

async function tooLate(context: RcaContext, signal: AbortSignal): Promise<Answer> {
  await context.sleep(llmBudgetMs + graceMs, signal);
  return { kind: "failed", error: llmErrors.timeout };
}
