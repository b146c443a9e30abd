export { type AcceptInput, acceptJob } from "./accept.ts";
export { Attempt, attemptOutcomes } from "./attempt.ts";
export { callLimit } from "./attempt-rules.ts";
export { jobCallbacks } from "./callbacks.ts";
export { cancelJob } from "./cancel.ts";
export { type CoverageAnswer, getCoverage } from "./coverage.ts";
export { completeJob, FailureInput, failJob } from "./finish.ts";
export { generateTickets } from "./generate-tickets.ts";
export {
  Job,
  JobError,
  type JobStage,
  type JobStatus,
  type JobText,
  jobErrorCodes,
  jobStages,
  jobStatuses,
  jobTexts,
} from "./job.ts";
export { type ActorKind, type JobEvent, type JobEventType, jobEventOf, jobEventTypes } from "./job-event.ts";
export { type AttemptList, type AttemptTexts, listAttempts } from "./list-attempts.ts";
export type { Patience } from "./patience.ts";
export type {
  AcceptOutcome,
  CallbackContext,
  JobChange,
  JobQuery,
  JobQueue,
  JobSettings,
  JobStore,
  JobsContext,
  JobTransition,
  NewJob,
  StageContext,
  Workflow,
  WritingContext,
} from "./ports.ts";
export { preparePrompt } from "./prepare-prompt.ts";
export { getJob, getResult, type ListInput, listJobs, type ResultAnswer } from "./read.ts";
export { replayJob } from "./replay.ts";
export {
  cancelTarget,
  canMove,
  furthestStage,
  isTerminal,
  type JobTimes,
  nextDueAt,
  repairLimit,
  visibleJob,
} from "./rules.ts";
export type { Spending } from "./spending.ts";
export { StageInput, type StageOutcome, type StageOutput } from "./stage.ts";
export { failUndeliverable, JobMessage, startJob } from "./start.ts";
export { type JobSweepSummary, recoverJobs, sweepJobs } from "./sweep.ts";
export { JobTrace } from "./trace.ts";
export { fillCallbackUrl } from "./transitions.ts";
export { getUsage, type JobUsage, type Usage, usageOf } from "./usage.ts";
export { validateOutput } from "./validate-output.ts";
export { waitForEnd } from "./wait-for-end.ts";
export { type EventPage, followEvents, listEvents, waitForEvents } from "./watch.ts";
