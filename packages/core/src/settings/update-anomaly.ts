import * as z from "zod";
import { authorizeIncidents } from "../access/index.ts";
import { changeSettings } from "./change.ts";
import { AnomalySettings } from "./incident-settings.ts";
import { parsePatch } from "./patch-fault.ts";
import type { SettingsContext } from "./ports.ts";
import { type AnomalyView, viewAnomaly } from "./view.ts";

const { minimumScore, lookbackWindow, fingerprintFields } = AnomalySettings.shape;

const AnomalyPatch = z.strictObject({
  minimumScore: minimumScore.exactOptional(),
  lookbackWindow: lookbackWindow.exactOptional(),
  fingerprintFields: fingerprintFields.transform((names) => [...new Set(names)]).exactOptional(),
});

/** LC-44: counts from the next anomaly on. */
export async function updateAnomaly(context: SettingsContext, input: { patch: unknown }): Promise<AnomalyView> {
  const caller = authorizeIncidents(context, "admin");
  const patch = parsePatch(AnomalyPatch, input.patch);

  const { anomaly } = await changeSettings(context, caller, (before) => ({
    sections: { anomaly: { ...before.anomaly, ...patch } },
  }));
  return viewAnomaly(anomaly);
}
