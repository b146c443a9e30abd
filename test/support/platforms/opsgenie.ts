import type { PlatformConfigs } from "@tessera/core/settings";
import * as z from "zod";
import { type FakeAnswer, type FakeHost, type FakeRequest, notFound, refuse, startFakeHost } from "./fake-host.ts";

const apiKey = "0e4f3b2a-opsgenie-api-key";

const Alert = z.strictObject({
  message: z.string().min(1).max(130),
  alias: z.string().min(1).max(512),
  description: z.string().max(15_000),
  priority: z.enum(["P1", "P2", "P3", "P4", "P5"]),
  source: z.string().max(100),
  entity: z.string().max(512),
  tags: z.array(z.string().max(50)).max(20),
  details: z.record(z.string(), z.string()),
  responders: z.array(z.strictObject({ type: z.literal("team"), name: z.string() })).optional(),
});
const Action = z.strictObject({ source: z.string().max(100), note: z.string().max(25_000) });

const accepted: FakeAnswer = {
  status: 202,
  body: { result: "Request will be processed", took: 0.1, requestId: "43a29c5c-3dbf-4fa4-9c26-f4f71023e120" },
};

export interface FakeOpsgenie extends FakeHost {
  config: PlatformConfigs["opsgenie"];
  /** The state of each alert by its alias, and how often it was raised. */
  alerts: Map<string, { state: string; count: number }>;
}

/** Opsgenie's Alert API: one open alert for each alias. */
export async function startFakeOpsgenie(): Promise<FakeOpsgenie> {
  const alerts: FakeOpsgenie["alerts"] = new Map();

  function raise({ body }: FakeRequest): FakeAnswer {
    const alert = Alert.safeParse(body);
    if (!alert.success) return refuse(422);
    const { alias } = alert.data;
    alerts.set(alias, { state: "open", count: (alerts.get(alias)?.count ?? 0) + 1 });
    return accepted;
  }

  function change({ query, body }: FakeRequest, alias: string, verb: string): FakeAnswer {
    if (query.identifierType !== "alias" || !Action.safeParse(body).success) return refuse(422);
    alerts.set(alias, { count: alerts.get(alias)?.count ?? 0, state: verb });
    return accepted;
  }

  const host = await startFakeHost((request) => {
    if (request.headers.authorization !== `GenieKey ${apiKey}`) return refuse(401);
    const route = `${request.method} ${request.path}`;
    const [, alias, verb] = /^POST \/v2\/alerts\/([^/]+)\/(acknowledge|close)$/.exec(route) ?? [];
    if (alias !== undefined && verb !== undefined) return change(request, alias, verb);
    if (route === "GET /v2/heartbeats") return { status: 200, body: { data: { heartbeats: [] } } };
    return route === "POST /v2/alerts" ? raise(request) : notFound;
  });
  return { ...host, alerts, config: { apiKey, apiUrl: host.url, team: null } };
}
