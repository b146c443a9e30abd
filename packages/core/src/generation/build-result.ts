import type { GenerationOptions } from "./options.ts";
import { findProblems } from "./problems.ts";
import { readDraft } from "./read-draft.ts";
import { repairDraft } from "./repair.ts";
import type { GenerationRun, TicketsResult } from "./result.ts";
import { toResult } from "./to-result.ts";

export interface BuildInput {
  /** The model's answer as it came. */
  answer: string;
  run: GenerationRun;
  jobId: string;
  title: string;
  options: GenerationOptions;
}

/** `problems` are sentences that a model can act on; they hold nothing but positions and rules. */
export type BuildVerdict = { kind: "valid"; result: TicketsResult } | { kind: "invalid"; problems: string[] };

/** Reads, repairs and checks an answer: the only way to a result (TF-46, TF-47). */
export function buildResult(input: BuildInput): BuildVerdict {
  const read = readDraft(input.answer, input.run.finishReason);
  if (read.kind === "unreadable") return { kind: "invalid", problems: [read.problem] };

  const draft = repairDraft(read.draft, input.options);
  const problems = findProblems(draft, input.options);
  if (problems.length > 0) return { kind: "invalid", problems };

  const result = toResult(draft, input);
  if (!result) return { kind: "invalid", problems: ["The draft does not satisfy the contract of a result."] };
  return { kind: "valid", result };
}
