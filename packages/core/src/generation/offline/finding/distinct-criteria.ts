import { sameText } from "../grammar/index.ts";
import type { WorkItem } from "./work-item.ts";

/** Each criterion stands in one ticket only, the first that has it: what is checked twice is done by nobody. */
export function withoutRepeats(work: readonly WorkItem[]): WorkItem[] {
  const seen = new Set<string>();
  return work.map((item) => {
    const criteria = item.criteria.filter((criterion) => !seen.has(sameText(criterion)));
    for (const criterion of criteria) seen.add(sameText(criterion));
    return { ...item, criteria: [...new Set(criteria)] };
  });
}
