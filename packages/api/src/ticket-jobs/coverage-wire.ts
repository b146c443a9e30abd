import { requirementKinds } from "@tessera/core/generation";
import type { CoverageAnswer } from "@tessera/core/jobs";
import * as z from "zod";
import { constant } from "../http/openapi.ts";
import { JobId } from "./job-wire.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const coverageVersion = "tickets.coverage.v1";
const count = z.int().min(0);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const RequirementCoverage = z
  .strictObject({
    id: z.string().openapi({ example: "R3" }),
    kind: z.enum(requirementKinds),
    section: z.string().openapi({ description: "The id of the section that it stands in." }),
    section_title: z.union([z.string(), z.null()]),
    start: count.openapi({ description: "UTF-16 units from the start of the spec." }),
    end: count.openapi({ description: "Exclusive." }),
    sha256: Sha256.openapi({ description: "Of the spec's text from start to end." }),
    status: z.enum(["covered", "not_covered"]),
    tickets: z.array(z.string()).openapi({ description: "The tickets that cover it.", example: ["SPEC-2"] }),
    by: z
      .union([z.enum(["reference", "text"]), z.null()])
      .openapi({ description: "A ticket names or cites it, or a ticket's words say it. Null where not covered." }),
    reason: z.union([z.string(), z.null()]).openapi({ description: "Why no ticket covers it. Null where one does." }),
  })
  .openapi("RequirementCoverage");

export const TicketsJobCoverage = z
  .strictObject({
    schema_version: constant(coverageVersion),
    job_id: JobId,
    spec_sha256: Sha256,
    totals: z.strictObject({
      requirements: count,
      covered: count,
      covered_percent: z
        .union([z.number().min(0).max(100), z.null()])
        .openapi({ description: "Rounded down to one decimal place. Null where the spec has no requirement." }),
      not_covered: count,
      covered_by_reference: count,
      covered_by_text: count,
      not_covered_with_reason: count,
      not_covered_without_reason: count,
    }),
    limited: z.boolean().openapi({ description: "The spec holds more requirements than are looked at." }),
    requirements: z.array(RequirementCoverage),
  })
  .openapi("TicketsJobCoverage");

type Ready = Extract<CoverageAnswer, { kind: "ready" }>;

export function coverageToWire({ jobId, coverage, sectionTitles }: Ready): z.infer<typeof TicketsJobCoverage> {
  const { totals } = coverage;
  return {
    schema_version: coverageVersion,
    job_id: jobId,
    spec_sha256: coverage.specSha256,
    totals: {
      requirements: totals.requirements,
      covered: totals.covered,
      covered_percent: percentOf(totals.covered, totals.requirements),
      not_covered: totals.requirements - totals.covered,
      covered_by_reference: totals.byReference,
      covered_by_text: totals.byText,
      not_covered_with_reason: totals.withReason,
      not_covered_without_reason: totals.withoutReason,
    },
    limited: coverage.limited,
    requirements: coverage.requirements.map(({ id, kind, section, ...requirement }) => ({
      id,
      kind,
      section,
      section_title: sectionTitles.get(section) ?? null,
      ...requirement,
    })),
  };
}

/** Down, so that "100" means all of them. */
function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part * 1_000) / whole) / 10;
}
