import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { AppDependencies } from "@tessera/api";
import { sweepCallbacks, sweepJobs } from "@tessera/core/jobs";
import { capacity } from "./capacity.ts";
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
    checkUrl: runtime.egress.check,
    health: () => isReachable(() => store.access.findTenant("default")),
    sweeps: {
      "expire-jobs": async () => ({ ...(await sweepJobs(runtime.systemContext("expire-jobs"))) }),
      callbacks: async () => ({ ...(await sweepCallbacks(runtime.systemContext("callbacks"))) }),
    },
    testClock: config.TESSERA_TEST_CLOCK ? clock : null,
    testSwitches: config.NODE_ENV !== "production",
    capacity,
    sleep,
    eventStreamLimitMs,
    assets: {
      swaggerUi: dirname(fileURLToPath(import.meta.resolve("swagger-ui-dist/package.json"))),
      redoc: fileURLToPath(import.meta.resolve("redoc/bundles/redoc.standalone.js")),
    },
  };
}

/** A third less than a Lambda may run. */
const eventStreamLimitMs = 10 * 60_000;

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
