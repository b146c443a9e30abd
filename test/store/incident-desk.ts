import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { actForTenant, type Principal, systemPrincipal } from "@tessera/core/access";
import {
  type Anomaly,
  type Forwarding,
  getIncident,
  type Incident,
  type IncidentContext,
  type IncidentRef,
  type Intake,
  type PlatformMessage,
  type PlatformOutcome,
  parseAnomaly,
  takeInAnomaly,
} from "@tessera/core/incidents";
import type { ModelSettings } from "@tessera/core/models";
import { type PlatformName, updatePlatforms } from "@tessera/core/settings";
import { createSettingsWorld, noModels } from "../unit/settings/settings-world.ts";
import { collect, type World } from "./world.ts";

export const incidentStart = new Date("2026-03-01T12:00:00.000Z");

/** What a platform was sent, and which one it was. */
export type Told = PlatformMessage & { platform: PlatformName };

/** What each platform needs to be enabled. */
const patches: Record<PlatformName, Record<string, unknown>> = {
  pagerduty: { enabled: true, routingKey: "R0123456789" },
  jira: { enabled: true, baseUrl: "https://acme.atlassian.net", apiToken: "t0ken", userEmail: "ops@example.org" },
  servicenow: { enabled: true, instanceUrl: "https://acme.service-now.com", username: "ops", password: "s3cret" },
  opsgenie: { enabled: true, apiKey: "0ps-k3y" },
  slack: { enabled: true, webhookUrl: "https://hooks.slack.com/services/T/B/x" },
};

/** The verbs of incidents on the real store, with a clock of its own and platforms that do as they are told. */
export function openIncidents(world: World, options: { tenantId?: string; modelSettings?: ModelSettings } = {}) {
  const { tenantId = `tenant-${randomUUID()}`, modelSettings = noModels } = options;
  const clock = { now: new Date(incidentStart) };
  const hints: (IncidentRef & { delaySeconds: number })[] = [];
  const told: Told[] = [];
  const state = {
    /** What a platform answers to a message. */
    answer: (_message: Told): PlatformOutcome | Promise<PlatformOutcome> => ({ kind: "sent", ref: "REF-1", url: null }),
  };
  const settings = createSettingsWorld({ allowHosts: ["127.0.0.1"], modelSettings });

  function context(principal: Partial<Principal> = {}): IncidentContext & ReturnType<typeof settings.context> {
    return {
      ...settings.context({ tenantId, ...principal }),
      incidents: world.incidents,
      incidentSettings: world.incidentSettings,
      incidentQueue: { send: async (ref, delaySeconds) => void hints.push({ ...ref, delaySeconds }) },
      platforms: {
        connect: (platform) => ({
          send: async (message) => {
            const one = { ...message, platform };
            told.push(one);
            return state.answer(one);
          },
          probe: async () => ({ ok: true }),
        }),
      },
      publicUrl: "https://tessera.example.org",
      now: () => new Date(clock.now),
      random: () => 0.5,
      pause: (attempt) => setTimeout(Math.random() * Math.min(100, 2 ** attempt)),
    };
  }

  const system = () => ({ ...context(), principal: systemPrincipal("test") });
  const enable = (names: readonly PlatformName[]) =>
    updatePlatforms(context(), { patch: Object.fromEntries(names.map((name) => [name, patches[name]])) });
  const takeIn = (fields: Record<string, unknown> = {}): Promise<Intake> =>
    takeInAnomaly(system(), actForTenant(system(), tenantId), makeAnomaly(clock.now, fields));
  const view = (id: string) => getIncident(context(), { id });
  return {
    tenantId,
    clock,
    hints,
    told,
    state,
    context,
    /** What was logged, each line as it was given. */
    logged: settings.logged,
    /** As workers and sweeps act. */
    system,
    advance: (ms: number) => {
      clock.now = new Date(clock.now.getTime() + ms);
    },
    takeIn,
    /** The incident that an anomaly has opened or joined. */
    open: async (fields: Record<string, unknown> = {}): Promise<Incident> => incidentOf(await takeIn(fields)),
    view,
    /** What one platform is told of an incident. */
    forwarding: async (id: string, platform: PlatformName): Promise<Forwarding> => {
      const found = (await view(id)).forwardings.find((row) => row.platform === platform);
      if (!found) throw new Error(`${platform} has no row`);
      return found;
    },
    /** The incident's own trail, and that of its anomalies. */
    trail: (id: string, type: "incident" | "incident_anomalies" = "incident") =>
      collect(world.audit.entries({ type, id, tenantId })),
    /** What is wrong with either. */
    trailFault: async (id: string) => {
      const verify = (type: string) => world.audit.verify({ type, id, tenantId });
      return (await verify("incident")).fault ?? (await verify("incident_anomalies")).fault;
    },
    enable,
    disable: (name: PlatformName) => updatePlatforms(context(), { patch: { [name]: { enabled: false } } }),
    /** Slack and PagerDuty, as LC-43's default routing asks for. */
    enablePlatforms: () => enable(["pagerduty", "slack"]),
  };
}
export type IncidentDesk = ReturnType<typeof openIncidents>;

export function makeAnomaly(at: Date, fields: Record<string, unknown> = {}): Anomaly {
  return parseAnomaly({
    event_id: randomUUID(),
    "@timestamp": at.toISOString(),
    anomaly_type: "error_rate",
    anomaly_score: 4.2,
    severity: "critical",
    service: "payment-api",
    tenant_id: "acme",
    error_message: "connection refused by orders-db:5432",
    ...fields,
  });
}

/** The incident of an intake that has made or joined one. */
export function incidentOf(intake: Intake) {
  if (intake.kind === "skipped") throw new Error(`skipped: ${intake.reason}`);
  return intake.incident;
}
