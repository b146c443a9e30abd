import { createHash } from "node:crypto";
import type { LlmConfig } from "../../settings/index.ts";
import type { LlmError } from "../llm-error.ts";

/** How a probe has ended: null, or what is wrong. */
type Outcome = Promise<LlmError | null>;

/** What probes have found lately, so that a page that asks every second costs a call every 15 (LC-49). */
export interface LlmProbes {
  /** The last outcome, or that of this probe where the last one is too old. */
  recent(choice: LlmConfig, now: Date, probe: () => Outcome): Outcome;
  /** What somebody has just found out another way. */
  keep(choice: LlmConfig, now: Date, outcome: LlmError | null): void;
}

const freshMs = 15_000;
/** More tenants with keys of their own than one process will see within a few seconds. */
const size = 500;

/** In the memory of this process. A probe under way is shared. */
export function createLlmProbes(): LlmProbes {
  const kept = new Map<string, { at: number; outcome: Outcome }>();

  function remember(key: string, now: Date, outcome: Outcome): Outcome {
    // The oldest stands first.
    const [oldest] = kept.size >= size ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    kept.delete(key);
    kept.set(key, { at: now.getTime(), outcome });
    return outcome;
  }

  return {
    recent(choice, now, probe) {
      const key = keyOf(choice);
      const last = kept.get(key);
      const age = last === undefined ? freshMs : now.getTime() - last.at;
      // A clock that was set back makes everything old.
      if (last !== undefined && age >= 0 && age < freshMs) return last.outcome;
      return remember(key, now, probe());
    },
    keep: (choice, now, outcome) => void remember(keyOf(choice), now, Promise.resolve(outcome)),
  };
}

function keyOf({ provider, model, apiKey }: LlmConfig): string {
  return createHash("sha256")
    .update(JSON.stringify([provider, model, apiKey]))
    .digest("hex");
}
