import type { Page, PageRequest, TenantId } from "../access/index.ts";
import type { AuditDraft, AuditEntry } from "../audit/index.ts";
import type { PlatformName, SettingsReader, Severity } from "../settings/index.ts";
import type { Due } from "../sweep.ts";
import type { Anomaly } from "./anomaly.ts";
import type { Forwarding } from "./forwarding.ts";
import type { Incident, IncidentGroup, IncidentStatus } from "./incident.ts";
import type { Platforms } from "./platform-ports.ts";

/** All that one change of an incident writes, in one transaction. */
export interface IncidentCommit {
  before: Incident | null;
  after: Incident;
  /** Of the incident's own trail. */
  audit?: AuditDraft | undefined;
  /** Of the trail of its anomalies. */
  anomalyAudit?: AuditDraft | undefined;
  /** Over its version before. */
  group?: IncidentGroup | undefined;
  /** What it was opened by: kept for its analysis. */
  openedBy?: Anomaly | undefined;
  /** Marks an event as taken in, for good: the same one again is refused (LC-23). */
  eventId?: string | undefined;
  /** Each over its version before. */
  forwardings?: readonly Forwarding[] | undefined;
}

export interface IncidentFilter {
  status?: readonly IncidentStatus[] | undefined;
  severity?: readonly Severity[] | undefined;
  service?: string | undefined;
  /** Looked for in titles, services and ids, in any case. */
  q?: string | undefined;
}

export type IncidentCounts = Record<IncidentStatus, Record<Severity, number>>;

export interface ForwardingKey {
  tenantId: string;
  incidentId: string;
  platform: PlatformName;
}

/** An incident as messages and sweeps name it. */
export interface IncidentRef {
  tenantId: string;
  incidentId: string;
}

/** Another tenant's incident is not there. Every read of a row is strongly consistent. */
export interface IncidentStore {
  /** The next number of a UTC day, in one atomic step (LC-3, X-37). */
  nextNumber(tenantId: TenantId, day: string): Promise<number>;
  find(tenantId: TenantId, id: string): Promise<Incident | undefined>;
  /** In the order of the ids; those that are not there are left out. */
  findMany(tenantId: TenantId, ids: readonly string[]): Promise<Incident[]>;
  findGroup(tenantId: TenantId, fingerprint: string): Promise<IncidentGroup | undefined>;
  /** The anomaly that has opened an incident. */
  findAnomaly(incident: Pick<Incident, "tenantId" | "id">): Promise<Anomaly | undefined>;
  /** Whether an event was taken in before. */
  hasSeen(tenantId: TenantId, eventId: string): Promise<boolean>;
  /** As saved. Throws `stale_write` when any row is not what was read, or the event was taken in. */
  commit(commit: IncidentCommit, now: Date): Promise<Incident>;
  /** Newest first. */
  list(tenantId: TenantId, request: PageRequest & { filter: IncidentFilter; offset: number }): Promise<Page<Incident>>;
  /** Null where counting would cost more than a page. */
  count(tenantId: TenantId, filter: IncidentFilter): Promise<number | null>;
  /** By counters that every change keeps. */
  counts(tenantId: TenantId): Promise<IncidentCounts>;
  /** The incident's own trail, oldest first. */
  history(incident: Pick<Incident, "tenantId" | "id">): Promise<AuditEntry[]>;
  /** Of an incident, by platform. */
  forwardings(incident: Pick<Incident, "tenantId" | "id">): Promise<Forwarding[]>;
  findForwarding(key: ForwardingKey): Promise<Forwarding | undefined>;
  /** Over its version before; throws `stale_write`. */
  saveForwarding(forwarding: Forwarding): Promise<void>;
  /** Oldest first. */
  dueForwardings(now: Date): AsyncIterable<Due<ForwardingKey>>;
  /** Incidents that wait for their analysis or for resolving by themselves, oldest first. */
  dueIncidents(now: Date): AsyncIterable<Due<IncidentRef>>;
}

/** A message is only a hint: the sweeps look at what is due in any case. */
export interface IncidentQueue {
  send(message: IncidentRef, delaySeconds: number): Promise<void>;
}

export interface IncidentContext extends SettingsReader {
  incidents: IncidentStore;
  incidentQueue: IncidentQueue;
  platforms: Platforms;
  /** Where people find the product, without a slash at its end; null where nobody has said so. */
  publicUrl: string | null;
  /** In [0, 1). */
  random(): number;
  /** Between two tries at a row that many write. */
  pause(attempt: number): Promise<void>;
}
