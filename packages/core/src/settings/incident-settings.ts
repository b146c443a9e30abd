import * as z from "zod";
import { AuditHead, emptyHead } from "../audit/index.ts";
import { modelProviders } from "../models/index.ts";
import { PlatformName } from "./platforms.ts";
import { TimeWindow } from "./time-window.ts";

/** LC-2: the gravest first. */
export const severities = ["critical", "high", "medium", "low"] as const;
export const Severity = z.enum(severities);
export type Severity = z.infer<typeof Severity>;

/** LC-45: `disabled` asks no model and writes by our own rules, as `offline` does. */
export const llmProviders = [...modelProviders, "disabled"] as const;
export type LlmProvider = (typeof llmProviders)[number];

/** What of an anomaly may tell incidents apart beside service and severity. */
export const fingerprintFields = [
  "anomalyType",
  "environment",
  "affectedEndpoint",
  "errorCategory",
  "errorMessage",
] as const;

const PlatformSettings = z.object({
  enabled: z.boolean(),
  /** In clear, and only what was set: defaults are added where a platform is used. */
  fields: z.record(z.string(), z.string()),
  /** Sealed (LC-46). */
  secrets: z.record(z.string(), z.string()),
});
export type PlatformSettings = z.infer<typeof PlatformSettings>;

export const AnomalySettings = z.object({
  minimumScore: z.number().min(0),
  lookbackWindow: TimeWindow,
  /** None: duplicates share service and severity, as LC-22 says. */
  fingerprintFields: z.array(z.enum(fingerprintFields)),
});
export type AnomalySettings = z.infer<typeof AnomalySettings>;

const LlmSettings = z.object({
  provider: z.enum(llmProviders),
  model: z.string(),
  /** Sealed, and the key of just this provider. */
  apiKey: z.string().nullable(),
});
export type LlmSettings = z.infer<typeof LlmSettings>;

/** The incidents of one service and severity beyond so many in a window reach no platform (G-12). */
export const FlappingGuard = z.object({
  enabled: z.boolean(),
  maxIncidents: z.number().int().min(1).max(100),
  window: TimeWindow,
});
export type FlappingGuard = z.infer<typeof FlappingGuard>;

/** While it lasts, anomalies of its service open no incident (G-12). */
const MaintenanceWindow = z.object({
  /** Null: of every service. */
  service: z.string().nullable(),
  startsAt: z.string(),
  endsAt: z.string(),
  reason: z.string().nullable(),
});
export type MaintenanceWindow = z.infer<typeof MaintenanceWindow>;

/** An incident without an anomaly for so long is resolved by the product (G-12). */
export const AutoResolve = z.object({
  enabled: z.boolean(),
  /** At most 30 days. */
  quietMinutes: z.number().int().min(1).max(43_200),
});
export type AutoResolve = z.infer<typeof AutoResolve>;

/** LC-40: what a tenant has set up for its incidents. */
export const IncidentSettings = z.object({
  tenantId: z.string(),
  platforms: z.partialRecord(PlatformName, PlatformSettings),
  routing: z.record(Severity, z.array(PlatformName)),
  anomaly: AnomalySettings,
  /** Null: whatever the operator has configured. */
  llm: LlmSettings.nullable(),
  flapping: FlappingGuard,
  maintenanceWindows: z.array(MaintenanceWindow),
  autoResolve: AutoResolve,
  /** Null where nothing was ever changed: these are the defaults, at version 0, without a row. */
  updatedAt: z.string().nullable(),
  version: z.number().int().min(0),
  audit: AuditHead,
});
export type IncidentSettings = z.infer<typeof IncidentSettings>;

/** What a tenant has before it changes anything: all that the product adds to LC-43 and LC-44 is off. */
export function defaultSettings(tenantId: string): IncidentSettings {
  return {
    tenantId,
    platforms: {},
    routing: {
      critical: ["pagerduty", "slack", "jira"],
      high: ["jira", "slack"],
      medium: ["jira"],
      low: ["slack"],
    },
    anomaly: { minimumScore: 0.85, lookbackWindow: "15m", fingerprintFields: [] },
    llm: null,
    flapping: { enabled: false, maxIncidents: 3, window: "1h" },
    maintenanceWindows: [],
    autoResolve: { enabled: false, quietMinutes: 60 },
    updatedAt: null,
    version: 0,
    audit: emptyHead,
  };
}
