import * as z from "zod";
import { authorizeIncidents } from "../access/index.ts";
import { changeSettings } from "./change.ts";
import { AutoResolve, FlappingGuard, type IncidentSettings } from "./incident-settings.ts";
import { parsePatch } from "./patch-fault.ts";
import type { SettingsContext } from "./ports.ts";

/** Every anomaly looks through all of them. */
const windowLimit = 100;

const instant = z.iso.datetime({ offset: true }).transform((at) => new Date(at).toISOString());
const text = (limit: number) => z.string().trim().min(1).max(limit).nullable().default(null);

const MaintenanceWindow = z
  .strictObject({ service: text(200), startsAt: instant, endsAt: instant, reason: text(500) })
  .refine(({ startsAt, endsAt }) => startsAt < endsAt, { error: "must be after startsAt", path: ["endsAt"] });

const FlappingPatch = z.strictObject({
  enabled: FlappingGuard.shape.enabled.exactOptional(),
  maxIncidents: FlappingGuard.shape.maxIncidents.exactOptional(),
  window: FlappingGuard.shape.window.exactOptional(),
});

const AutoResolvePatch = z.strictObject({
  enabled: AutoResolve.shape.enabled.exactOptional(),
  quietMinutes: AutoResolve.shape.quietMinutes.exactOptional(),
});

const NoisePatch = z.strictObject({
  flapping: FlappingPatch.optional(),
  maintenanceWindows: z.array(MaintenanceWindow).max(windowLimit).optional(),
  autoResolve: AutoResolvePatch.optional(),
});

export type NoiseControl = Pick<IncidentSettings, "flapping" | "maintenanceWindows" | "autoResolve">;

/** G-12: what keeps incidents few, all of it off until it is asked for. The windows are replaced as a whole. */
export async function updateNoiseControl(context: SettingsContext, input: { patch: unknown }): Promise<NoiseControl> {
  const caller = authorizeIncidents(context, "admin");
  const patch = parsePatch(NoisePatch, input.patch);

  const { flapping, maintenanceWindows, autoResolve } = await changeSettings(context, caller, (before) => ({
    sections: {
      flapping: { ...before.flapping, ...patch.flapping },
      maintenanceWindows: patch.maintenanceWindows ?? before.maintenanceWindows,
      autoResolve: { ...before.autoResolve, ...patch.autoResolve },
    },
  }));
  return { flapping, maintenanceWindows, autoResolve };
}
