import { hash } from "node:crypto";
import * as z from "zod";
import type { TicketsResult } from "../result.ts";
import { readClaims } from "./claims.ts";
import { Requirement, requirementLimit } from "./requirement.ts";

const RequirementCoverage = Requirement.extend({
  status: z.enum(["covered", "not_covered"]),
  /** The ids of the tickets that cover it (`SPEC-2`), in the order of the result. */
  tickets: z.array(z.string()),
  /** How it is known: a ticket names or cites it, or a ticket's words say it. Null where it is not covered. */
  by: z.enum(["reference", "text"]).nullable(),
  /** Why no ticket covers it; null where one does. */
  reason: z.string().nullable(),
});
export type RequirementCoverage = z.infer<typeof RequirementCoverage>;

const Count = z.number().int().min(0);

/** What became of every requirement of a spec: which tickets cover it, or why none does. */
export const Coverage = z.object({
  specSha256: z.string(),
  requirements: z.array(RequirementCoverage),
  totals: z.object({
    requirements: Count,
    covered: Count,
    byReference: Count,
    byText: Count,
    /** Not covered, for a reason that the generator gave. */
    withReason: Count,
    /** Not covered, and nobody said why. */
    withoutReason: Count,
  }),
  /** Whether the spec may hold more requirements than are looked at (`requirementLimit`). */
  limited: z.boolean(),
});
export type Coverage = z.infer<typeof Coverage>;

/** The reason of a requirement that no ticket covers and of which nobody said why. */
export const unexplained = "No ticket of the result speaks of it.";

/** The same where a ticket is longer than is read: what its rest says, nobody knows. */
export const unread = "No ticket is known to speak of it: one that may is too long to be read whole.";

/** Whether a reason is ours, and not one that the generator gave. */
export function isOurReason(reason: string): boolean {
  return reason === unexplained || reason === unread;
}

export interface CoverageInput {
  requirements: readonly Requirement[];
  result: TicketsResult;
  spec: string;
  notCovered: readonly { requirement: string; reason: string }[];
}

/**
 * Which requirements the tickets cover. A reference alone is no proof, for a ticket may cite a whole section: what counts
 * is what somebody reads who does the ticket. So a ticket covers a requirement where its title and two passages (criteria,
 * sentences of the description) say
 * - 40 % of the requirement's words, if it names the requirement (`source_refs[].requirement`),
 * - 50 %, if it cites a range that holds the requirement,
 * - 70 % and at least three words, if it does neither (`by: "text"`; only where no ticket covers it by reference).
 *
 * A ticket of more than 300 passages, or 60,000 characters, is not read to its end; where it names a requirement whose
 * words stand in it just so, it covers it all the same.
 *
 * Words are stemmed; those of every text do not count, and rare ones weigh more. An epic covers nothing, its tickets do;
 * one without tickets counts where it names the requirement. Where tickets are in another language than the spec their
 * words prove nothing: then as many names count as a ticket has criteria. Pure: the same input, the same answer.
 */
export function coverageOf({ requirements, result, spec, notCovered }: CoverageInput): Coverage {
  const reasons = new Map(
    notCovered.map(({ requirement, reason }) => [requirement, reason.trim()] as const).filter(([, reason]) => reason),
  );
  const claims = readClaims(requirements, result, spec);
  const covered = requirements.map((requirement, at): RequirementCoverage => {
    const { tickets, by, isOpen } = claims(at);
    const status = by === null ? "not_covered" : "covered";
    const reason = by === null ? (reasons.get(requirement.id) ?? (isOpen ? unread : unexplained)) : null;
    return { ...requirement, status, tickets, by, reason };
  });
  return {
    specSha256: hash("sha256", spec),
    requirements: covered,
    totals: totalsOf(covered),
    limited: requirements.length >= requirementLimit,
  };
}

function totalsOf(requirements: readonly RequirementCoverage[]): Coverage["totals"] {
  const count = (holds: (requirement: RequirementCoverage) => boolean): number => requirements.filter(holds).length;
  return {
    requirements: requirements.length,
    covered: count(({ status }) => status === "covered"),
    byReference: count(({ by }) => by === "reference"),
    byText: count(({ by }) => by === "text"),
    withReason: count(({ reason }) => reason !== null && !isOurReason(reason)),
    withoutReason: count(({ reason }) => reason !== null && isOurReason(reason)),
  };
}
