export { advanceSla, isBreached, nextDueAt } from "./advance.ts";
export {
  BusinessCalendar,
  CalendarRules,
  Holiday,
  OpenInterval,
  type Weekday,
  WeeklyHours,
  weekdays,
} from "./calendar.ts";
export { checkCalendar } from "./check-calendar.ts";
export { deadlineOf, type HeldTime } from "./holds.ts";
export { loadWorkingTime } from "./load-working-time.ts";
export {
  checkPolicy,
  matchPolicy,
  SlaAction,
  SlaPolicy,
  type SlaPriority,
  slaPriorities,
} from "./policy.ts";
export { needsWorkingTime, reconcileSla } from "./reconcile.ts";
export {
  AppliedPolicy,
  applyPolicy,
  Hold,
  type SlaChange,
  type SlaFacts,
  SlaMetricEvent,
  SlaState,
  SlaTarget,
  type SlaTargetName,
  slaMetricKinds,
  slaTargets,
} from "./state.ts";
export { roundTheClock, type WorkingTime, workingTimeOf } from "./working-time.ts";
export type { Zone, ZonePeriod, Zones } from "./zones.ts";
