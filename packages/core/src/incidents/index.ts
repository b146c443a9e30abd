export { type Anomaly, parseAnomaly } from "./anomaly.ts";
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
export * from "./rca/index.ts";
