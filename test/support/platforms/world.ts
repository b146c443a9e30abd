import type { IncidentBrief, Platform, PlatformMessage } from "@tessera/core/incidents";
import { type PlatformConfigs, type PlatformName, platforms } from "@tessera/core/settings";
import { createEgress } from "@tessera/providers/http";
import { createPlatforms } from "@tessera/providers/platforms";
import type { FakeHost } from "./fake-host.ts";
import { startFakeJira } from "./jira.ts";
import { startFakeOpsgenie } from "./opsgenie.ts";
import { startFakePagerduty } from "./pagerduty.ts";
import { startFakeServicenow } from "./servicenow.ts";
import { startFakeSlack } from "./slack.ts";

export function makeBrief(overrides: Partial<IncidentBrief> = {}): IncidentBrief {
  return {
    id: "inc-20260301-001",
    title: "Payments time out",
    severity: "high",
    service: "payment-service",
    status: "open",
    affectedServices: ["payment-service", "checkout"],
    anomalyScore: 4.2,
    anomalyCount: 3,
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    createdAt: "2026-03-01T12:00:00Z",
    rootCause: "The connection pool of the database is exhausted",
    impact: "Two services fail",
    suggestedFix: "Raise the limit of the pool",
    reproduceSteps: ["Open the checkout", "Pay"],
    isFallback: false,
    link: "https://tessera.example/dashboard/inc-20260301-001",
    ...overrides,
  };
}

export function makeMessage(overrides: Partial<PlatformMessage> = {}): PlatformMessage {
  const action = overrides.action ?? "trigger";
  return {
    action,
    incident: makeBrief(),
    ref: null,
    attemptKey: `inc-20260301-001/${action}`,
    repeated: false,
    ...overrides,
  };
}

/** The platforms as the product has them, but for hosts on loopback and, where asked for, less patience. */
export function connectTo(options: { timeoutMs?: number; now?(): Date; allowHosts?: readonly string[] } = {}) {
  const allowHosts = options.allowHosts ?? ["127.0.0.1"];
  return createPlatforms({ egress: createEgress({ allowHosts }), ...options, allowHosts });
}

export interface AnyFake {
  host: FakeHost;
  /** The adapter, with settings that the fake accepts or with a wrong credential. */
  connect(options?: Parameters<typeof connectTo>[0] & { badCredential?: boolean }): Platform;
  /** All secrets of its settings. */
  secrets: readonly string[];
}

/** What holds for every platform is shown for each of them. */
export const fakePlatforms: readonly { name: PlatformName; start(): Promise<AnyFake> }[] = [
  fakeOf("pagerduty", startFakePagerduty, { routingKey: "wrong" }),
  fakeOf("jira", startFakeJira, { apiToken: "wrong" }),
  fakeOf("servicenow", startFakeServicenow, { password: "wrong" }),
  fakeOf("opsgenie", startFakeOpsgenie, { apiKey: "wrong" }),
  fakeOf("slack", startFakeSlack, (host) => ({ webhookUrl: `${host.url}/services/T/B/wrong` })),
];

function fakeOf<Name extends PlatformName, Config extends PlatformConfigs[Name]>(
  name: Name,
  startHost: () => Promise<FakeHost & { config: Config }>,
  bad: Partial<Config> | ((host: FakeHost) => Partial<Config>),
) {
  return {
    name,
    async start(): Promise<AnyFake> {
      const host = await startHost();
      const badFields = typeof bad === "function" ? bad(host) : bad;
      const secrets: readonly string[] = platforms[name].secrets;
      return {
        host,
        secrets: Object.entries(host.config).flatMap(([field, value]) =>
          secrets.includes(field) ? [String(value)] : [],
        ),
        connect: ({ badCredential = false, ...options } = {}) =>
          connectTo(options).connect(name, badCredential ? { ...host.config, ...badFields } : host.config),
      };
    },
  };
}
