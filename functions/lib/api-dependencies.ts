import type { AppDependencies } from "@tessera/api";
import { findAssets } from "./assets.ts";
import { capacity } from "./capacity.ts";
import { createContactMailer } from "./contact-mailer.ts";
import { withDesk } from "./desk.ts";
import { egress } from "./egress.ts";
import { eventStreamSeconds } from "./limits.ts";
import type { Runtime } from "./runtime.ts";
import { sleep } from "./waiting.ts";

/** What `POST /admin/sweeps` runs. */
const sweepNames = [
  "expire-jobs",
  "callbacks",
  "sla-breaches",
  "auto-close",
  "detach-tags",
  "notifications",
  "incidents",
] as const;

/** Loaded when somebody asks: no other request needs them. */
async function runSweep(name: (typeof sweepNames)[number]): Promise<Record<string, number>> {
  const { sweeps } = await import("./sweeps.ts");
  return { ...(await sweeps[name]()) };
}

/** What the HTTP surfaces need of the runtime. */
export function apiDependencies(runtime: Runtime): AppDependencies {
  const { config, clock, store } = runtime;
  return {
    contextFor: (caller) => withDesk(runtime.contextFor(caller)),
    incidentContextFor: async (context) => (await import("./incident-requests.ts")).incidentRequestContext(context),
    allowAnonymous: config.ALLOW_ANONYMOUS,
    system: runtime.systemContext("api"),
    limiter: store.limiter,
    contactTokens: runtime.contactTokens,
    contactMailer: createContactMailer(runtime),
    publicUrl: config.DESK_PUBLIC_URL ?? null,
    limits: {
      submitsPerMinute: config.TICKETS_SUBMITS_PER_MINUTE,
      readsPerMinute: config.TICKETS_READS_PER_MINUTE,
      deskPerMinute: config.DESK_REQUESTS_PER_MINUTE,
      incidentsPerMinute: config.INCIDENT_REQUESTS_PER_MINUTE,
      maxBodyBytes: config.TICKETS_MAX_BODY_BYTES,
    },
    checkUrl: egress.check,
    health: () => isReachable(() => store.access.findTenant("default")),
    sweeps: Object.fromEntries(sweepNames.map((name) => [name, () => runSweep(name)])),
    testClock: config.TESSERA_TEST_CLOCK ? clock : null,
    testSwitches: config.NODE_ENV !== "production",
    capacity,
    sleep,
    eventStreamLimitMs: eventStreamSeconds * 1_000,
    assets: findAssets(),
  };
}

async function isReachable(probe: () => Promise<unknown>): Promise<boolean> {
  try {
    await probe();
    return true;
  } catch {
    return false;
  }
}
