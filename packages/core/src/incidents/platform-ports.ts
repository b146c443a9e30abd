import type { PlatformConfigs, PlatformName } from "../settings/index.ts";

/** What a platform is told about an incident. Its texts come from logs and models: adapters escape them (K9). */
export interface IncidentBrief {
  id: string;
  title: string;
  severity: "critical" | "high" | "medium" | "low";
  service: string;
  status: string;
  affectedServices: readonly string[];
  anomalyScore: number;
  anomalyCount: number;
  traceId: string | null;
  createdAt: string;
  rootCause: string | null;
  impact: string | null;
  suggestedFix: string | null;
  reproduceSteps: readonly string[];
  isFallback: boolean;
  /** The incident's page in this product. */
  link: string | null;
}

export type PlatformAction = "trigger" | "acknowledge" | "resolve";

export interface PlatformMessage {
  action: PlatformAction;
  incident: IncidentBrief;
  /** What `trigger` answered: a Jira key, a ServiceNow sys_id. With it, a `trigger` adds to what is there. */
  ref: string | null;
  /** The same for every attempt at one message, and for no other message. */
  attemptKey: string;
  /** A former attempt may have got through, so its traces are looked for first (A12). */
  repeated: boolean;
}

export type PlatformOutcome =
  | { kind: "sent"; ref: string | null; url: string | null }
  /** The platform has nothing for this action. */
  | { kind: "skipped"; reason: string }
  /** In fixed words: never a vendor's text, never a secret. */
  | { kind: "failed"; reason: string; retryable: boolean; retryAfterSeconds?: number | undefined };

export type ProbeOutcome = { ok: true } | { ok: false; message: string };

/** Never throws for what a vendor or a network does; an answer takes at most 10 s. */
export interface Platform {
  send(message: PlatformMessage): Promise<PlatformOutcome>;
  /** LC-47: whether the platform takes these settings. */
  probe(): Promise<ProbeOutcome>;
}

/** The compiler asks for a line when a platform is added. `Tools` is what adapters need of their surroundings. */
export type PlatformFactories<Tools> = {
  [Name in PlatformName]: (config: PlatformConfigs[Name], tools: Tools) => Platform;
};

/** The platforms as core sees them. */
export interface Platforms {
  connect<Name extends PlatformName>(name: Name, config: PlatformConfigs[Name]): Platform;
}
