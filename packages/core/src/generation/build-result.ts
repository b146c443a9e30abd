import { readDraft } from "./answer/index.ts";
import { type Change, type ChangeLog, createChangeLog } from "./changes.ts";
import { Draft } from "./draft.ts";
import type { GenerationOptions } from "./options.ts";
import type { GenerationPlan } from "./plan/index.ts";
import { findProblems } from "./problems.ts";
import { draftLeaks } from "./prompt/index.ts";
import { type RepairedDraft, repairDraft } from "./repair.ts";
import { repairEpics } from "./repair-epics.ts";
import type { Gap } from "./repair-trace.ts";
import type { GenerationRun, TicketsResult } from "./result.ts";
import { dropSurplus } from "./surplus.ts";
import { toResult } from "./to-result.ts";

export interface BuildInput {
  /** A model's answer as it came; where the plan has a skeleton or asks no model, a draft of our own as JSON. */
  answer: string;
  run: GenerationRun;
  jobId: string;
  title: string;
  options: GenerationOptions;
  plan: GenerationPlan;
  /**
   * No model will be asked again: tickets beyond the maximum are left out (D3). Always so where the plan has a skeleton,
   * whose parts were asked for one by one, and where it asks no model.
   */
  last: boolean;
}

/** `problems` are sentences that a model can act on: positions, our ids and our rules, nothing of the answer (L3). */
export type BuildVerdict =
  | { kind: "valid"; result: TicketsResult; changes: Change[]; notCovered: Gap[] }
  | { kind: "invalid"; problems: string[] };

/** Reads, repairs and checks an answer: the only way to a result (TF-46, TF-47). */
export function buildResult(input: BuildInput): BuildVerdict {
  const { options, plan } = input;
  const composed = plan.skeleton === null ? undefined : readComposed(input.answer);
  const log = createChangeLog(composed?.changes);
  const read = composed
    ? ({ kind: "read", draft: composed } as const)
    : readDraft(input.answer, input.run.finishReason, log);
  if (read.kind === "unreadable") return { kind: "invalid", problems: [read.problem] };

  const last = input.last || plan.skeleton !== null || plan.promptBudget === null;
  const repaired = repairDraft(read.draft, { title: input.title, options, plan, log });
  const draft = repairEpics(last ? dropSurplus(repaired, options, log) : repaired, log);
  const problems = problemsOf(draft, { ...input, last }, log);
  if (problems.length > 0) return { kind: "invalid", problems };

  const result = toResult(draft, input, log);
  if (!result) return { kind: "invalid", problems: ["The draft does not satisfy the contract of a result."] };
  return { kind: "valid", result, changes: log.list(), notCovered: draft.notCovered };
}

/** What a model is asked to mend; what it is not asked for is recorded. */
function problemsOf(draft: RepairedDraft, { options, plan, last }: BuildInput, log: ChangeLog): string[] {
  const found = findProblems(draft, {
    options,
    requirements: plan.parts.flatMap(({ requirements }) => requirements),
    // Rules that were never told to a model cannot leak; a spec may well speak of them.
    leaks: plan.promptBudget === null ? () => false : draftLeaks(options),
  });
  const asksAgain = found.some(({ severity }) => severity === "hard" || (severity === "firm" && !last));
  if (asksAgain) return found.map(({ problem }) => problem.sentence);
  for (const { rule, problem } of found) {
    const positions = problem.places.map((place) => draft.tickets[place]?.position ?? null);
    for (const position of positions.length > 0 ? positions : [null]) log.about(position)("ticket", "accepted", rule);
  }
  return [];
}

/** Undefined where it is no draft of ours: then it is read like a model's. */
function readComposed(answer: string): Draft | undefined {
  try {
    return Draft.safeParse(JSON.parse(answer)).data;
  } catch {
    return undefined;
  }
}
