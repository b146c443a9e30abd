import type { AccessContext, AccessStore, ContactTokens, Principal, RateLimiter } from "@tessera/core/access";
import type { Log } from "@tessera/core/context";
import type { LlmStatusContext } from "@tessera/core/incidents";
import type { JobsContext } from "@tessera/core/jobs";
import type { LinkContext } from "@tessera/core/links";
import type { SettingsContext } from "@tessera/core/settings";
import type { ContactMailer, DeskContext } from "@tessera/core/tickets";
import type { TriggersContext } from "@tessera/core/triggers";
import type { IssueContext } from "@tessera/core/work-items";

export type RequestContext = JobsContext & AccessContext & DeskContext & IssueContext & TriggersContext;

/** What incidents need: platforms and models, which no other surface loads, and the desk for their links. */
export type IncidentRequestContext = LinkContext & SettingsContext & LlmStatusContext;

export interface Consumed {
  requests: number;
  readUnits: number;
  writeUnits: number;
}

interface Limits {
  submitsPerMinute: number;
  readsPerMinute: number;
  deskPerMinute: number;
  incidentsPerMinute: number;
  maxBodyBytes: number;
}

/** Everything that the surfaces need of the outside; `functions/` fills it. */
export interface AppDependencies {
  contextFor(caller: { principal: Principal; correlationId: string }): RequestContext;
  /** The same caller's context for incidents: asynchronous, as its adapters are loaded by the first call. */
  incidentContextFor(context: RequestContext): Promise<IncidentRequestContext>;
  /** Whether incidents are open to callers without a key, as on a laptop (X-24, C-23). */
  allowAnonymous: boolean;
  /** For what happens before a caller is known. */
  system: { access: AccessStore; now(): Date; log: Log };
  limiter: RateLimiter;
  contactTokens: ContactTokens;
  /** Null where no mail can be sent. */
  contactMailer: ContactMailer | null;
  /** Where customers find the product; null on a laptop alone, where that is wherever they ask. */
  publicUrl: string | null;
  limits: Limits;
  /** Resolves after so long, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** How long one event stream lasts at most: less than whatever would cut it. Its client comes back by itself. */
  eventStreamLimitMs: number;
  /** A fixed-word reason why the product may never call this URL, or null (TF-11). */
  checkUrl(url: string): string | null;
  /** Whether the table answers. */
  health(): Promise<boolean>;
  /** What `POST /admin/sweeps` may run, by name. */
  sweeps: Record<string, () => Promise<Record<string, number>>>;
  testClock: { advance(ms: number): void; set(at: Date): void; now(): Date } | null;
  /** False in production: the routes that only tests need do not exist then. */
  testSwitches: boolean;
  /** Sums what the table charges while `work` runs. */
  capacity: { run<T>(work: () => Promise<T>): Promise<{ value: T } & Consumed> };
  /** The folder of swagger-ui-dist and the file of redoc. */
  assets: { swaggerUi: string; redoc: string };
}
