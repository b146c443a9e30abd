import { setTimeout } from "node:timers/promises";
import type { AppDependencies } from "@tessera/api";
import { sweepCallbacks, sweepJobs } from "@tessera/core/jobs";
import { findAssets } from "./assets.ts";
import { capacity } from "./capacity.ts";
import { deliveryContext } from "./delivery.ts";
import { egress } from "./egress.ts";
import { eventStreamSeconds } from "./limits.ts";
import type { Runtime } from "./runtime.ts";

/** What the HTTP surfaces need of the runtime. */
export function apiDependencies(runtime: Runtime): AppDependencies {
  const { config, clock, store } = runtime;
  return {
    contextFor: runtime.contextFor,
    system: runtime.systemContext("api"),
    limiter: store.limiter,
    limits: {
      submitsPerMinute: config.TICKETS_SUBMITS_PER_MINUTE,
      readsPerMinute: config.TICKETS_READS_PER_MINUTE,
      maxBodyBytes: config.TICKETS_MAX_BODY_BYTES,
    },
    checkUrl: egress.check,
    health: () => isReachable(() => store.access.findTenant("default")),
    sweeps: {
      "expire-jobs": async () => ({ ...(await sweepJobs(runtime.systemContext("expire-jobs"))) }),
      callbacks: async () => ({ ...(await sweepCallbacks(deliveryContext("callbacks"))) }),
    },
    testClock: config.TESSERA_TEST_CLOCK ? clock : null,
    testSwitches: config.NODE_ENV !== "production",
    capacity,
    sleep,
    eventStreamLimitMs: eventStreamSeconds * 1_000,
    assets: findAssets(),
  };
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch {
    // Aborted: whoever waits looks at the signal.
  }
}

async function isReachable(probe: () => Promise<unknown>): Promise<boolean> {
  try {
    await probe();
    return true;
  } catch {
    return false;
  }
}
