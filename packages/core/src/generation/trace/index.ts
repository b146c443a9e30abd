export { Coverage, type CoverageInput, coverageOf, unexplained, unread } from "./coverage.ts";
export { findRequirements } from "./find-requirements.ts";
export { Requirement, requirementKinds, requirementLimit } from "./requirement.ts";
export { verifyCoverage } from "./verify-coverage.ts";
