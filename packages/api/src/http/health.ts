import * as z from "zod";
import type { AppDependencies } from "./dependencies.ts";

/** A table that takes longer than this to answer is as good as away (AU-2). */
const healthTimeoutMs = 2_000;

export const Health = z.strictObject({
  status: z.enum(["healthy", "degraded"]),
  timestamp: z.iso.datetime(),
  services: z.strictObject({ table: z.enum(["connected", "unreachable"]) }),
});

/** How the product is, whichever surface is asked. */
export async function readHealth(dependencies: AppDependencies): Promise<z.infer<typeof Health>> {
  const isHealthy = await within(healthTimeoutMs, dependencies.health());
  return {
    status: isHealthy ? "healthy" : "degraded",
    timestamp: dependencies.system.now().toISOString(),
    services: { table: isHealthy ? "connected" : "unreachable" },
  };
}

/** The probe's answer; false when it fails or takes too long. */
async function within(timeoutMs: number, probe: Promise<boolean>): Promise<boolean> {
  const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), timeoutMs);
  try {
    return await Promise.race([probe, tooLate]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
