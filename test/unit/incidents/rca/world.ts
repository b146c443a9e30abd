import { createLlmProbes, type LlmStatusContext } from "@tessera/core/incidents/rca";
import type { ModelCall, ModelReply } from "@tessera/core/models";
import { createHealthStore } from "../../models/health-store.ts";

export function replyOf(text: string, finishReason: string | null = "stop"): ModelReply {
  return { text, finishReason, usage: { promptTokens: 1, completionTokens: 1 } };
}

/** A model that answers as it is told, and a clock and a timer that go when they are told. */
export function createWorld(answer: (call: ModelCall) => Promise<ModelReply> = async () => replyOf("{}")) {
  const health = createHealthStore();
  const logged: { message: string; fields: Record<string, unknown> | undefined }[] = [];
  const log = (message: string, fields?: Record<string, unknown>) => void logged.push({ message, fields });
  const calls: ModelCall[] = [];
  const timers: { ms: number; end: () => void; signal: AbortSignal }[] = [];
  const clock = { ms: Date.parse("2026-03-01T12:00:00Z") };
  const model = { answer };
  const context: LlmStatusContext = {
    models: {
      call(call) {
        calls.push(call);
        return model.answer(call);
      },
    },
    modelHealth: health,
    breaker: { failureLimit: 3, coolDownMs: 60_000, probeMs: 150_000 },
    modelLimits: {},
    llmProbes: createLlmProbes(),
    now: () => new Date(clock.ms),
    sleep: (ms, signal) =>
      new Promise((end) => {
        timers.push({ ms, end, signal });
        signal.addEventListener("abort", () => end());
      }),
    log: { info: log, warn: log, error: log },
  };
  return {
    ...{ context, health, logged, calls, timers, model },
    pass(ms: number) {
      clock.ms += ms;
    },
    /** All timers run out. */
    runOut() {
      for (const { end } of timers) end();
    },
  };
}

export const hang = () => new Promise<never>(() => {});
