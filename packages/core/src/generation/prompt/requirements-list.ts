import type { GenerationPlan } from "../plan/index.ts";
import { shorten, tidyLine } from "../text.ts";

/** UTF-16 units of a sentence that is listed: the whole of it stands in the text. */
const longestSentence = 240;
const shortestSentence = 40;

/** The list may take this much beside the text, as a share of what the text may take. */
const listShare = 0.6;

/** `R3: the spec's own sentence`, one a line, for those that are asked for. */
export function listRequirements(plan: GenerationPlan, ids: readonly string[], spec: string): string {
  const wanted = new Set(ids);
  const listed = plan.requirements.filter(({ id }) => wanted.has(id));
  const room = plan.promptBudget === null ? Number.POSITIVE_INFINITY : plan.promptBudget * listShare;
  const sentence = Math.max(shortestSentence, Math.min(longestSentence, Math.floor(room / listed.length)));
  return listed.map(({ id, start, end }) => `${id}: ${shorten(tidyLine(spec.slice(start, end)), sentence)}`).join("\n");
}
