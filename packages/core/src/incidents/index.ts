export { type Anomaly, parseAnomaly } from "./anomaly.ts";
export { type BatchResult, moveIncidents } from "./batch.ts";
export { getLlmStatus, testOwnLlm } from "./check-llm.ts";
export { type EscalateInput, type Escalation, escalateIncident } from "./escalate.ts";
export { forwardIncident } from "./forward.ts";
export { Forwarding, ForwardMessage } from "./forwarding.ts";
export { Incident, IncidentGroup, IncidentStatus, incidentStatuses } from "./incident.ts";
export { requireIncident } from "./lookup.ts";
export { moveIncident, type PlainMove } from "./move.ts";
export { addIncidentNote } from "./note.ts";
export type {
  IncidentBrief,
  Platform,
  PlatformAction,
  PlatformFactories,
  PlatformMessage,
  PlatformOutcome,
  Platforms,
  ProbeOutcome,
} from "./platform-ports.ts";
export type {
  ForwardingKey,
  IncidentCommit,
  IncidentContext,
  IncidentCounts,
  IncidentFilter,
  IncidentQueue,
  IncidentRef,
  IncidentStore,
} from "./ports.ts";
export * from "./rca/index.ts";
export {
  countIncidents,
  getIncident,
  type IncidentPage,
  type IncidentView,
  listIncidentAudit,
  listIncidents,
  type TimelineEntry,
} from "./read.ts";
export { incidentEntry, retryChange } from "./record.ts";
export { measureResponse, type ResponseTimes, type Responsiveness } from "./response-times.ts";
export { type IncidentMove, incidentMoves, matchesIncident, moveTarget } from "./rules.ts";
export { sweepForwardings, sweepIncidents } from "./sweeps.ts";
export { type Intake, takeInAnomaly } from "./take-in.ts";
export { type IntakeMany, takeInAnomalies } from "./take-in-many.ts";
export { type PlatformTest, testPlatform } from "./test-platform.ts";
export { IncidentMessage, type WorkContext, workOnIncident } from "./work.ts";
