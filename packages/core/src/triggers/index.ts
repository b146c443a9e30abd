export { exportTriggers, type ImportSummary, importTriggers, type TriggerFields } from "./import-triggers.ts";
export { matches, type Situation } from "./matches.ts";
export type { AutomationContext, TriggersContext } from "./ports.ts";
export { runTriggers, type TriggerSummary } from "./run-triggers.ts";
export {
  Action,
  actionLimit,
  Condition,
  conditionFields,
  conditionLimit,
  conditionOps,
  Trigger,
  triggerEvents,
  triggerKey,
} from "./trigger.ts";
export { triggerSettings } from "./trigger-settings.ts";
