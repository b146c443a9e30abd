import type { Platform } from "@tessera/core/incidents";
import type { PlatformConfigs } from "@tessera/core/settings";
import { definePlatform } from "../define-platform.ts";
import type { PlatformTools } from "../tools.ts";
import { toEvent, toProbe } from "./map.ts";

/** Our events keep to PagerDuty's contract, so what it calls a bad request is a bad key. */
const invalidKey = "Invalid routing key";
const reasons = { 400: invalidKey, 401: invalidKey, 403: invalidKey };

export function createPagerduty(config: PlatformConfigs["pagerduty"], tools: PlatformTools): Platform {
  const { routingKey, apiUrl: baseUrl } = config;
  return definePlatform({ name: "pagerduty", baseUrl, headers: {}, reasons }, tools, {
    async send(call, message) {
      await call({ method: "POST", path: "/v2/enqueue", body: toEvent(routingKey, message) });
      return { kind: "sent", ref: message.incident.id, url: null };
    },
    probe: (call) => call({ method: "POST", path: "/v2/change/enqueue", body: toProbe(routingKey) }),
  });
}
