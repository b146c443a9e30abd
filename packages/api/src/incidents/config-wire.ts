import { fingerprintFields, llmProviders, type NoiseControl, PlatformName } from "@tessera/core/settings";
import * as z from "zod";
import { constant } from "../http/openapi.ts";
import { platformList, Time, toSeconds } from "./incident-wire.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

/** The fields that were set, secrets as `****` (LC-41). */
const PlatformWire = z
  .object({ enabled: z.boolean() })
  .catchall(z.union([z.string(), z.boolean()]))
  .openapi("IncidentPlatform");

export const RoutingWire = z
  .strictObject({ critical: platformList, high: platformList, medium: platformList, low: platformList })
  .openapi("IncidentRouting");

export const AnomalyConfigWire = z
  .strictObject({
    minimumScore: z.number(),
    lookbackWindow: z.string(),
    fingerprintFields: z.array(z.enum(fingerprintFields)).optional(),
  })
  .openapi("AnomalySettings");

export const LlmConfigWire = z
  .strictObject({ provider: z.enum(llmProviders), model: z.string(), apiKey: constant("****").optional() })
  .openapi("IncidentLlm");

/** LC-40: as seed 003 shows it. What it does not know of has a route of its own. */
export const ConfigWire = z
  .strictObject({
    platforms: z.strictObject({
      pagerduty: PlatformWire,
      jira: PlatformWire,
      servicenow: PlatformWire,
      opsgenie: PlatformWire,
      slack: PlatformWire,
    }),
    routing: RoutingWire,
    anomaly: AnomalyConfigWire,
    llm: LlmConfigWire,
  })
  .openapi("IncidentConfig");

const textOrNull = z.union([z.string(), z.null()]);

/** G-12. */
export const NoiseWire = z
  .strictObject({
    flapping: z.strictObject({ enabled: z.boolean(), maxIncidents: z.int(), window: z.string() }),
    maintenanceWindows: z.array(
      z.strictObject({ service: textOrNull, startsAt: Time, endsAt: Time, reason: textOrNull }),
    ),
    autoResolve: z.strictObject({ enabled: z.boolean(), quietMinutes: z.int() }),
  })
  .openapi("IncidentNoiseControl");

export function noiseToWire({ flapping, maintenanceWindows, autoResolve }: NoiseControl): z.infer<typeof NoiseWire> {
  const windows = maintenanceWindows.map((window) => ({
    ...window,
    startsAt: toSeconds(window.startsAt),
    endsAt: toSeconds(window.endsAt),
  }));
  return { flapping, maintenanceWindows: windows, autoResolve };
}

/** What may be changed, and to what, core says: its faults name the fields as the caller wrote them. */
export const PatchWire = z.record(z.string(), z.unknown());

export function changed<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ status: constant("ok"), ...shape });
}

export const updatedPlatforms = z.strictObject({ status: constant("ok"), updated: platformList });

export const TestConnectionWire = z.strictObject({ platform: PlatformName });

const outcome = z.enum(["ok", "error"]);

export const PlatformTestWire = z
  .strictObject({ status: outcome, platform: PlatformName, message: z.string() })
  .openapi("PlatformTest");

export const LlmTestWire = z
  .strictObject({ status: outcome, provider: z.string(), model: z.string(), message: z.string() })
  .openapi("LlmTest");

export const LlmStatusWire = z
  .strictObject({
    status: z.enum(["ok", "degraded"]),
    provider: z.string(),
    model: z.string(),
    available: z.boolean(),
    error: z.string().optional(),
  })
  .openapi("LlmStatus");
