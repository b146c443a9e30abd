import type { Platform, PlatformMessage } from "@tessera/core/incidents";
import type { PlatformConfigs } from "@tessera/core/settings";
import { type CallRequest, definePlatform } from "../define-platform.ts";
import type { PlatformTools } from "../tools.ts";
import { actionVerbs, toAction, toAlert } from "./map.ts";

const reasons = { 401: "Invalid API key", 403: "Invalid API key" };

export function createOpsgenie(config: PlatformConfigs["opsgenie"], tools: PlatformTools): Platform {
  const headers = { authorization: `GenieKey ${config.apiKey}` };
  return definePlatform({ name: "opsgenie", baseUrl: config.apiUrl, headers, reasons }, tools, {
    async send(call, message) {
      await call(requestFor(message, config.team));
      return { kind: "sent", ref: message.incident.id, url: null };
    },
    probe: (call) => call({ method: "GET", path: "/v2/heartbeats" }),
  });
}

function requestFor(message: PlatformMessage, team: string | null): CallRequest {
  const { action, incident } = message;
  if (action === "trigger") return { method: "POST", path: "/v2/alerts", body: toAlert(incident, team) };
  return {
    method: "POST",
    path: `/v2/alerts/${encodeURIComponent(incident.id)}/${actionVerbs[action]}`,
    query: { identifierType: "alias" },
    body: toAction(message),
  };
}
