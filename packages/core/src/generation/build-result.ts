import type { GenerationOptions } from "./options.ts";
import type { GenerationRun, TicketsResult } from "./result.ts";

export interface BuildInput {
  /** The model's answer as it came. */
  answer: string;
  run: GenerationRun;
  jobId: string;
  title: string;
  options: GenerationOptions;
}

/** `problems` are sentences that a model can act on; they hold nothing but positions, rules and ids. */
export type BuildVerdict = { kind: "valid"; result: TicketsResult } | { kind: "invalid"; problems: string[] };

/** Reads, repairs and checks an answer: the only way to a result (TF-46, TF-47). */
export function buildResult(input: BuildInput): BuildVerdict {
  throw new Error(`not written yet: ${input.jobId}`);
}
