import type { PlatformFactories, Platforms } from "@tessera/core/incidents";
import type { Egress } from "../http/index.ts";
import { createJira } from "./jira/index.ts";
import { createOpsgenie } from "./opsgenie/index.ts";
import { createPagerduty } from "./pagerduty/index.ts";
import { createServicenow } from "./servicenow/index.ts";
import { createSlack } from "./slack/index.ts";
import type { PlatformTools } from "./tools.ts";
import { createPlatformUrlCheck } from "./url-check.ts";

export type { PlatformTools } from "./tools.ts";
export { createPlatformUrlCheck } from "./url-check.ts";

/** LC-50: one adapter for each platform that settings know. */
export const platformFactories: PlatformFactories<PlatformTools> = {
  pagerduty: createPagerduty,
  jira: createJira,
  servicenow: createServicenow,
  opsgenie: createOpsgenie,
  slack: createSlack,
};

/** LC-47: for all that one message or one probe asks of a platform. */
const defaultTimeoutMs = 10_000;

interface PlatformsOptions {
  egress: Egress;
  /** Hosts that the operator names, as the egress client knows them. */
  allowHosts: readonly string[];
  now?(): Date;
  timeoutMs?: number;
}

export function createPlatforms(options: PlatformsOptions): Platforms {
  const { egress, now = () => new Date(), timeoutMs = defaultTimeoutMs } = options;
  const tools: PlatformTools = { egress, checkUrl: createPlatformUrlCheck(options), now, timeoutMs };
  return { connect: (name, config) => platformFactories[name](config, tools) };
}
