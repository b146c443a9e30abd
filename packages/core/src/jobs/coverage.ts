import { type Coverage, GenerationPlan } from "../generation/index.ts";
import type { Job } from "./job.ts";
import type { JobsContext } from "./ports.ts";
import { readFinished } from "./read.ts";
import { JobTrace } from "./trace.ts";

export type CoverageAnswer =
  | { kind: "ready"; jobId: string; coverage: Coverage; sectionTitles: ReadonlyMap<string, string> }
  | { kind: "not_ready"; job: Job }
  | { kind: "none"; job: Job };

const Sections = GenerationPlan.pick({ sections: true });

/** What of the spec a completed job's tickets cover, or why there is no answer (yet), as for the result. */
export async function getCoverage(context: JobsContext, input: { jobId: string }): Promise<CoverageAnswer> {
  // One round trip, as for the result; the plan knows the sections by name.
  const [answer, plan] = await Promise.all([
    readFinished(context, input, "trace"),
    context.jobs.readText(input.jobId, "plan"),
  ]);
  if (answer.kind !== "ready") return answer;
  const { coverage } = JobTrace.parse(JSON.parse(answer.text));
  const { sections } = plan === undefined ? { sections: [] } : Sections.parse(JSON.parse(plan));
  return {
    kind: "ready",
    jobId: answer.job.id,
    coverage,
    sectionTitles: new Map(sections.map(({ id, title }) => [id, title])),
  };
}
