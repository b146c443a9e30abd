import type { IncidentCaller } from "../access/index.ts";
import { canonicalJson, draftEntry } from "../audit/index.ts";
import { retryStale } from "../retry-stale.ts";
import type { IncidentSettings } from "./incident-settings.ts";
import { loadIncidentSettings } from "./load.ts";
import type { SettingsContext } from "./ports.ts";
import { viewOf } from "./view.ts";

const sections = ["platforms", "routing", "anomaly", "llm", "flapping", "maintenanceWindows", "autoResolve"] as const;

export interface SettingsChange {
  sections: Partial<Pick<IncidentSettings, (typeof sections)[number]>>;
  /** Names of the secrets that were entered: the record shows no difference between two of them (J7). */
  secrets?: readonly string[];
}

/**
 * Saves what `decide` makes of the settings as they are, with one audit entry (LC-46). Whoever else changes another
 * section in the meantime loses nothing. What stays as it is leaves no trace.
 */
export function changeSettings(
  context: SettingsContext,
  caller: IncidentCaller,
  decide: (before: IncidentSettings) => SettingsChange | Promise<SettingsChange>,
): Promise<IncidentSettings> {
  const decideAndSave = async () => {
    const before = await loadIncidentSettings(context, caller.tenantId);
    const change = await decide(before);
    const version = before.version + 1;
    const after = { ...before, ...change.sections, updatedAt: context.now().toISOString(), version };
    const changed = sections.filter((name) => canonicalJson(before[name]) !== canonicalJson(after[name]));
    if (changed.length === 0) return before;

    const recorded = (settings: IncidentSettings) => {
      const view = viewOf(settings, context.modelSettings);
      return Object.fromEntries(changed.map((name) => [name, view[name]]));
    };
    const audit = draftEntry(context, {
      tenantId: caller.tenantId,
      subjectType: "incident_settings",
      subjectId: caller.tenantId,
      action: "settings.updated",
      actor: caller.actor,
      details: { sections: changed, secrets: change.secrets ?? [] },
      oldValue: recorded(before),
      newValue: recorded(after),
    });
    return context.incidentSettings.save(after, audit);
  };
  return retryStale(decideAndSave, { pause: context.pause });
}
