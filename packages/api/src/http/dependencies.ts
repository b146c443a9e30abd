import type { AccessContext, AccessStore, ContactTokens, Principal, RateLimiter } from "@tessera/core/access";
import type { Log } from "@tessera/core/context";
import type { JobsContext } from "@tessera/core/jobs";
import type { ContactMailer, DeskContext } from "@tessera/core/tickets";
import type { TriggersContext } from "@tessera/core/triggers";
import type { IssueContext } from "@tessera/core/work-items";

export type RequestContext = JobsContext & AccessContext & DeskContext & IssueContext & TriggersContext;

export interface Consumed {
  requests: number;
  readUnits: number;
  writeUnits: number;
}

/** Everything that the surfaces need of the outside; `functions/` fills it. */
export interface AppDependencies {
  contextFor(caller: { principal: Principal; correlationId: string }): RequestContext;
  /** For what happens before a caller is known. */
  system: { access: AccessStore; now(): Date; log: Log };
  limiter: RateLimiter;
  contactTokens: ContactTokens;
  /** Null where no mail can be sent. */
  contactMailer: ContactMailer | null;
  /** Where customers find the product; null on a laptop alone, where that is wherever they ask. */
  publicUrl: string | null;
  limits: { submitsPerMinute: number; readsPerMinute: number; deskPerMinute: number; maxBodyBytes: number };
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
