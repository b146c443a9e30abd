import * as z from "zod";
import { AuditHead } from "../audit/index.ts";
import { PlatformName, Severity } from "../settings/index.ts";
import { Rca } from "./rca/index.ts";

export const incidentStatuses = ["open", "acknowledged", "escalated", "resolved"] as const;
export const IncidentStatus = z.enum(incidentStatuses);
export type IncidentStatus = z.infer<typeof IncidentStatus>;

const time = z.iso.datetime();

/** Something that is wrong with a service (LC-1, LC-4). */
export const Incident = z.object({
  /** `inc-20240301-001`: the UTC day, and a number that counts up in each tenant and day (LC-3). */
  id: z.string(),
  tenantId: z.string(),
  title: z.string(),
  severity: Severity,
  status: IncidentStatus,
  service: z.string(),
  /** Of the anomaly that opened it. */
  anomalyScore: z.number(),
  affectedServices: z.array(z.string()),
  traceId: z.string().nullable(),
  anomalyCount: z.number().int().min(1),
  /** By the anomalies' own clocks: the window for duplicates slides with it (LC-23). */
  lastAnomalyAt: time,
  /** By our clock: what auto-resolve counts from, as others' clocks may be wrong. */
  lastSeenAt: time,
  /** What its anomalies have in common (LC-22). */
  fingerprint: z.string(),
  rca: Rca,
  /** From when on a model may be asked for better words; null once it was, or is not to be. */
  analysisDueAt: time.nullable(),
  /** Where it was routed when it was created (D-28). */
  platforms: z.array(PlatformName),
  /** Why no platform was told of it, where that was not the routing's doing (G-12). */
  suppressedBy: z.enum(["flapping"]).nullable(),
  acknowledgedAt: time.nullable(),
  resolvedAt: time.nullable(),
  escalatedAt: time.nullable(),
  escalatedTo: z.array(PlatformName),
  reopenedAt: time.nullable(),
  /** When it resolves by itself; null where that is off (G-12). */
  autoResolveAt: time.nullable(),
  /** Support tickets of customers who feel it, and the issue that fixes it (G-4). */
  ticketIds: z.array(z.string()),
  issueId: z.string().nullable(),
  createdAt: time,
  updatedAt: time,
  version: z.number().int().min(1),
  /** Its own trail, and that of the anomalies that were grouped into it: these are many, and no change of it (LC-23). */
  audit: AuditHead,
  anomalyAudit: AuditHead,
});
export type Incident = z.infer<typeof Incident>;

/** What anomalies of one fingerprint are held against. Changed by whoever opens an incident, so only one can (LC-24). */
export const IncidentGroup = z.object({
  tenantId: z.string(),
  fingerprint: z.string(),
  /** Those that may still be open, newest first. */
  incidentIds: z.array(z.string()),
  /** When the last ones were opened, newest first: what flaps opens many (G-12). */
  openedAt: z.array(time),
  version: z.number().int().min(1),
});
export type IncidentGroup = z.infer<typeof IncidentGroup>;
