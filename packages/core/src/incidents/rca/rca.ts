import * as z from "zod";

/** In code points, as JSON Schema and people count them. */
export const rcaLimits = {
  title: 120,
  rootCause: 1_500,
  impact: 800,
  step: 300,
  steps: 12,
  suggestedFix: 1_000,
} as const;

const text = (limit: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(2 * limit)
    .refine((value) => [...value].length <= limit, `must have at most ${limit} characters`);

/** What is said about the cause of an incident (LC-4): nothing in it is ever empty. */
export const Rca = z.object({
  title: text(rcaLimits.title),
  rootCause: text(rcaLimits.rootCause),
  impact: text(rcaLimits.impact),
  reproduceSteps: z.array(text(rcaLimits.step)).min(1).max(rcaLimits.steps),
  suggestedFix: text(rcaLimits.suggestedFix),
  /** `fallback`: our own rules have written it, and the dashboard says so (LC-26). */
  source: z.enum(["fallback", "llm"]),
});
export type Rca = z.infer<typeof Rca>;
