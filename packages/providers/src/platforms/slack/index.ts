import type { Platform } from "@tessera/core/incidents";
import type { PlatformConfigs } from "@tessera/core/settings";
import { definePlatform } from "../define-platform.ts";
import type { PlatformTools } from "../tools.ts";
import { toMessage, toProbe } from "./map.ts";

const invalidUrl = "Invalid webhook URL";
const reasons = { 401: invalidUrl, 403: invalidUrl, 404: invalidUrl, 410: "The channel is archived" };

/** A webhook can neither be searched nor told of a repeat: a message whose answer was lost is posted again. */
export function createSlack(config: PlatformConfigs["slack"], tools: PlatformTools): Platform {
  const { webhookUrl: baseUrl, channel } = config;
  return definePlatform({ name: "slack", baseUrl, headers: {}, reasons }, tools, {
    async send(call, message) {
      await call({ method: "POST", path: "", body: toMessage(message, channel) });
      return { kind: "sent", ref: null, url: null };
    },
    probe: (call) => call({ method: "POST", path: "", body: toProbe(channel) }),
  });
}
