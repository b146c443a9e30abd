import type { BaseContext } from "../context.ts";
import { AppError, type ErrorCode } from "../errors.ts";
import { retryStale } from "../retry-stale.ts";
import {
  admit,
  afterFailure,
  afterSuccess,
  type BreakerSettings,
  claimProbe,
  healthKey,
  isClean,
  type ModelHealth,
} from "./breaker.ts";
import type { ModelCall, ModelGateway, ModelHealthStore, ModelReply } from "./ports.ts";

export interface ModelCallContext extends Pick<BaseContext, "now" | "log"> {
  models: ModelGateway;
  modelHealth: ModelHealthStore;
  breaker: BreakerSettings;
}

/** What counts against a model. A refused call (401, 400) shows that its host is well. */
const failureCodes: readonly ErrorCode[] = ["model_unavailable", "model_timeout"];

/**
 * One call behind the circuit breaker of its model. While that is open, throws `model_unavailable` with
 * `circuit: "open"` and `retryAfterSeconds`, and calls nobody.
 */
export async function callModel(context: ModelCallContext, call: ModelCall): Promise<ModelReply> {
  const key = healthKey(call.choice);
  const health = await context.modelHealth.find(key);
  const probe = await enter(context, key, health);
  try {
    const reply = await context.models.call(call);
    if (probe || !isClean(health)) await record(context, key, (current) => afterSuccess(current, context.now()));
    return reply;
  } catch (cause) {
    if (cause instanceof AppError) await recordError(context, { key, probe, dirty: !isClean(health) }, cause);
    throw cause;
  }
}

/** Whether this call is the probe of an open circuit. Throws where it may not be made at all. */
async function enter(context: ModelCallContext, key: string, health: ModelHealth | undefined): Promise<boolean> {
  const now = context.now();
  const admission = admit(health, now, context.breaker);
  if (admission.kind === "refuse") throw circuitOpen(key, admission.retryAfterSeconds);
  if (admission.kind === "call" || !health) return false;
  try {
    await context.modelHealth.save(claimProbe(health, now, context.breaker));
    return true;
  } catch (cause) {
    if (!isStale(cause)) throw cause;
    throw circuitOpen(key, Math.ceil(context.breaker.coolDownMs / 1_000));
  }
}

async function recordError(
  context: ModelCallContext,
  { key, probe, dirty }: { key: string; probe: boolean; dirty: boolean },
  cause: AppError,
): Promise<void> {
  const now = context.now();
  if (failureCodes.includes(cause.code)) {
    await record(context, key, (health) => afterFailure({ key, health, probe }, now, context.breaker));
  } else if (dirty) {
    await record(context, key, (health) => afterSuccess(health, now));
  }
}

/** Bookkeeping: whatever goes wrong here must not cost an answer that is paid for, nor hide why there is none. */
async function record(
  context: ModelCallContext,
  key: string,
  decide: (health: ModelHealth | undefined) => ModelHealth | undefined,
): Promise<void> {
  try {
    await retryStale(async () => {
      const before = await context.modelHealth.find(key);
      const after = decide(before);
      if (!after) return;
      await context.modelHealth.save(after);
      logChange(context, before, after);
    });
  } catch (cause) {
    context.log.warn("model health was not saved", { model: key, cause: String(cause) });
  }
}

function logChange({ log }: ModelCallContext, before: ModelHealth | undefined, after: ModelHealth): void {
  const { key, failures, openUntil } = after;
  if (openUntil && openUntil !== before?.openUntil)
    log.warn("model circuit opened", { model: key, failures, openUntil });
  if (!openUntil && before?.openUntil) log.info("model circuit closed", { model: key });
}

function isStale(cause: unknown): boolean {
  return cause instanceof AppError && cause.code === "stale_write";
}

function circuitOpen(key: string, retryAfterSeconds: number): AppError {
  return new AppError("model_unavailable", `Calls of ${key} are paused after failures`, {
    circuit: "open",
    retryAfterSeconds,
  });
}
