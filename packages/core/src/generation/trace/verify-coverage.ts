import { isDeepStrictEqual } from "node:util";
import type { SpecDocument } from "../document.ts";
import type { TicketsResult } from "../result.ts";
import { type Coverage, coverageOf, isOurReason } from "./coverage.ts";
import { findRequirements } from "./find-requirements.ts";

/**
 * Whether a stored coverage is what its spec and its result give when they are read again. Only the reasons are taken
 * from it: they are what the generator said, and cannot be computed.
 */
export function verifyCoverage(input: {
  document: SpecDocument;
  spec: string;
  result: TicketsResult;
  coverage: Coverage;
}): boolean {
  const { document, spec, result, coverage } = input;
  const notCovered = coverage.requirements.flatMap(({ id, reason }) =>
    reason === null || isOurReason(reason) ? [] : [{ requirement: id, reason }],
  );
  const requirements = findRequirements(document, spec);
  return isDeepStrictEqual(coverageOf({ requirements, result, spec, notCovered }), coverage);
}
