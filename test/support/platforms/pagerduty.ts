import type { PlatformConfigs } from "@tessera/core/settings";
import * as z from "zod";
import { type FakeHost, notFound, refuse, startFakeHost } from "./fake-host.ts";

const routingKey = "R0UT1NGKEY0000000000000000000000";

const Event = z.object({
  routing_key: z.literal(routingKey),
  event_action: z.enum(["trigger", "acknowledge", "resolve"]),
  dedup_key: z.string().min(1).max(255),
  payload: z.object({
    summary: z.string().min(1).max(1_024),
    source: z.string().min(1),
    severity: z.enum(["critical", "error", "warning", "info"]),
  }),
});
const ChangeEvent = z.object({
  routing_key: z.literal(routingKey),
  payload: z.object({ summary: z.string().min(1).max(1_024) }),
});

export interface FakePagerduty extends FakeHost {
  config: PlatformConfigs["pagerduty"];
  /** The state of each alert by its key. */
  alerts: Map<string, string>;
}

/** PagerDuty's Events API v2: one alert for each key. */
export async function startFakePagerduty(): Promise<FakePagerduty> {
  const alerts = new Map<string, string>();
  const host = await startFakeHost(({ method, path, body }) => {
    if (method === "POST" && path === "/v2/change/enqueue") {
      return ChangeEvent.safeParse(body).success ? { status: 202, body: { status: "success" } } : refuse(400);
    }
    if (method !== "POST" || path !== "/v2/enqueue") return notFound;
    const event = Event.safeParse(body);
    if (!event.success) return refuse(400);
    const { dedup_key, event_action } = event.data;
    alerts.set(dedup_key, event_action);
    return { status: 202, body: { status: "success", message: "Event processed", dedup_key } };
  });
  return { ...host, alerts, config: { routingKey, apiUrl: host.url } };
}
