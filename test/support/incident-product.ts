import { type PlatformName, type Severity, severities } from "@tessera/core/settings";
import {
  startFakeJira,
  startFakeOpsgenie,
  startFakePagerduty,
  startFakeServicenow,
  startFakeSlack,
} from "./platforms/index.ts";
import { type Product, startProduct } from "./product.ts";
import { waitFor } from "./wait.ts";

/** The product on a clock that tests move. Nothing is swept but when a test says so. */
export function startIncidentProduct(
  options: { dataDir?: string | undefined; env?: Record<string, string> } = {},
): Promise<Product> {
  return startProduct({
    ...(options.dataDir !== undefined && { dataDir: options.dataDir }),
    env: {
      EGRESS_ALLOW_HOSTS: "127.0.0.1",
      TESSERA_TEST_CLOCK: "1",
      TESSERA_SWEEP_SECONDS: "3600",
      INCIDENT_REQUESTS_PER_MINUTE: "1000000",
      ...options.env,
    },
  });
}

export interface IncidentView {
  id: string;
  title: string;
  status: string;
  service: string;
  anomalyCount: number;
  platforms: PlatformName[];
  rootCause: string;
  rcaSource: "llm" | "fallback";
  fallback: boolean;
  externalRefs: { system: PlatformName; refId: string; url: string | null }[];
  notifications: Notification[];
  timeline: { action: string; text: string }[];
}

interface Notification {
  platform: PlatformName;
  action: string;
  status: "pending" | "sent" | "skipped" | "failed";
  attempts: number;
  reason: string | null;
}

export interface Answer<Body> {
  status: number;
  body: Body;
  text: string;
  tookMs: number;
}

/** One tenant's view of a running product. */
export type IncidentDesk = ReturnType<typeof incidentDesk>;

export function incidentDesk({ url, key }: Pick<Product, "url" | "key">) {
  /** Every answer so far, as it came. */
  const answers: string[] = [];

  // The caller names the body's shape: a test that trusts the wrong one fails on its next line.
  async function call<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    const startedAt = performance.now();
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    answers.push(text);
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return {
      status: response.status,
      body: (isJson ? JSON.parse(text) : null) as Body,
      text,
      tookMs: performance.now() - startedAt,
    };
  }

  /** As above, where anything but a success is a fault of the test. */
  async function ok<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await call<Body>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  const read = (id: string) => ok<IncidentView>("GET", `/api/incidents/${id}`);
  const list = (query = "") => ok<IncidentView[]>("GET", `/api/incidents${query}`);
  const patch = (section: string, body: unknown) => ok<unknown>("PATCH", `/api/v1/config/${section}`, body);

  return {
    answers,
    call,
    ok,
    read,
    list,
    patch,
    /** The platforms as they are, and each severity's incidents to all of them. */
    async route(settings: Partial<Record<PlatformName, object>>): Promise<void> {
      await patch("platforms", settings);
      const names = Object.keys(settings);
      await patch("routing", Object.fromEntries(severities.map((severity) => [severity, names])));
    },
    /** What became of an anomaly, and the incident that it belongs to. */
    async report(fields: AnomalyFields = {}): Promise<{ outcome: string; incidentId: string; tookMs: number }> {
      const { status, body, text, tookMs } = await call<Intake>("POST", "/api/v1/anomalies", anomalyOf(fields));
      const [result] = body.results ?? [];
      if (status !== 202 || result?.incidentId === undefined) throw new Error(`no incident: ${status} ${text}`);
      return { outcome: result.outcome, incidentId: result.incidentId, tookMs };
    },
    move: (id: string, move: string) => ok<{ status: string }>("POST", `/api/incidents/${id}/${move}`),
    sweep: (name: "notifications" | "incidents") => ok<object>("POST", "/admin/sweeps", { name }),
    advance: (ms: number) => ok<{ now: string }>("POST", "/admin/clock", { advance_ms: ms }),
    async until(id: string, what: string, holds: (incident: IncidentView) => boolean, timeoutMs = 20_000) {
      let incident = await read(id);
      const look = async () => {
        incident = await read(id);
        return holds(incident);
      };
      await waitFor(look, { what: `${what} of ${id}`, timeoutMs, everyMs: 50 }).catch((cause) => {
        throw new Error(`${cause.message}: ${JSON.stringify(incident.notifications)}`);
      });
      return incident;
    },
  };
}

interface Intake {
  results?: { outcome: string; incidentId?: string }[];
}

type AnomalyFields = { severity?: Severity; service?: string } & Record<string, unknown>;

export function anomalyOf(fields: AnomalyFields = {}): object {
  return {
    event_id: crypto.randomUUID(),
    "@timestamp": new Date().toISOString(),
    anomaly_type: "error_rate",
    anomaly_score: 4.2,
    severity: "critical",
    service: "payment-api",
    tenant_id: "information",
    ...fields,
  };
}

/** A tenant of its own, so that scenarios share a product and nothing else. Asked with its own key. */
export async function newTenant(product: Product): Promise<IncidentDesk> {
  const admin = incidentDesk(product);
  const { tenant_id: tenant } = await admin.ok<{ tenant_id: string }>("POST", "/admin/tenants", { name: "Incidents" });
  const path = `/admin/tenants/${tenant}/clients`;
  const { client_id: subject } = await admin.ok<{ client_id: string }>("POST", path, { name: "Operations" });
  const scopes = ["incidents:admin", "admin"];
  const { key } = await admin.ok<{ key: string }>("POST", "/admin/keys", { subject, scopes });
  return incidentDesk({ url: product.url, key });
}

export type FakeVendors = Awaited<ReturnType<typeof startVendors>>;

/** All five platforms on loopback. */
export async function startVendors() {
  const [pagerduty, jira, servicenow, opsgenie, slack] = await Promise.all([
    startFakePagerduty(),
    startFakeJira(),
    startFakeServicenow(),
    startFakeOpsgenie(),
    startFakeSlack(),
  ]);
  const hosts = { pagerduty, jira, servicenow, opsgenie, slack };
  return {
    ...hosts,
    /** As `PATCH config/platforms` takes them. */
    settings: {
      pagerduty: { enabled: true, ...pagerduty.config },
      jira: { enabled: true, ...jira.config },
      servicenow: { enabled: true, ...servicenow.config },
      opsgenie: { enabled: true, ...opsgenie.config },
      slack: { enabled: true, ...slack.config },
    },
    stop: async () => void (await Promise.all(Object.values(hosts).map((host) => host.stop()))),
  };
}
