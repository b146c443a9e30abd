import type { GenerationPlan } from "../plan/index.ts";
import { charactersIn, sizeOf } from "../size.ts";
import { shorten } from "../text.ts";
import { listRequirements } from "./requirements-list.ts";

export interface DraftFacts {
  title: string;
  spec: string;
  plan: Pick<GenerationPlan, "requirements" | "promptBudget">;
}

/** What `draftPrompt` says of a spec. */
export function draftData({ title, spec, plan }: DraftFacts): string {
  const budget = plan.promptBudget ?? Number.POSITIVE_INFINITY;
  const [head, body] = [titleLine(title, plan.promptBudget), `Specification:\n${spec}`];
  const label = "Requirements:\n";
  const room = budget - sizeOf([head, label, body].join("\n\n"));
  const requirements = listRequirements(plan.requirements, spec, room);
  return [head, ...(requirements === "" ? [] : [`${label}${requirements}`]), body].join("\n\n");
}

/** Whether one prompt holds all of a spec and the list of its requirements. */
export function fitsDraft(facts: DraftFacts): boolean {
  const { promptBudget } = facts.plan;
  if (promptBudget === null) return true;
  return sizeOf(facts.spec) <= promptBudget && sizeOf(draftData(facts)) <= promptBudget;
}

/** A title takes little of a prompt, however long it is. */
export function titleLine(title: string, promptBudget: number | null): string {
  const room = (promptBudget ?? Number.POSITIVE_INFINITY) / 8;
  return `Title: ${sizeOf(title) <= room ? title : shorten(title, charactersIn(room))}`;
}
