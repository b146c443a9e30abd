import { type ModelSettings, offlineModel } from "../models/index.ts";
import type {
  AnomalySettings,
  IncidentSettings,
  LlmProvider,
  LlmSettings,
  PlatformSettings,
} from "./incident-settings.ts";
import { type PlatformName, platformNames, platforms } from "./platforms.ts";

/** Stands for every secret that is set; in a patch, for the one that is stored (LC-41). */
export const maskedSecret = "****";

export interface PlatformView {
  enabled: boolean;
  /** What was set, secrets masked. */
  [field: string]: string | boolean;
}

export interface LlmView {
  provider: LlmProvider;
  model: string;
  apiKey?: typeof maskedSecret;
}

export interface AnomalyView extends Pick<AnomalySettings, "minimumScore" | "lookbackWindow"> {
  /** Left out where there are none. */
  fingerprintFields?: AnomalySettings["fingerprintFields"];
}

/** Settings as they may be shown: to callers, and in the audit trail (LC-40, LC-41). */
export interface IncidentSettingsView
  extends Pick<IncidentSettings, "routing" | "flapping" | "maintenanceWindows" | "autoResolve"> {
  platforms: Record<PlatformName, PlatformView>;
  anomaly: AnomalyView;
  llm: LlmView;
}

export function viewOf(settings: IncidentSettings, modelSettings: ModelSettings): IncidentSettingsView {
  const { routing, anomaly, flapping, maintenanceWindows, autoResolve } = settings;
  const shown = platformNames.map((name) => [name, viewPlatform(name, settings.platforms[name])]);
  return {
    // Every platform is in the list that it was made from.
    platforms: Object.fromEntries(shown) as Record<PlatformName, PlatformView>,
    routing,
    anomaly: viewAnomaly(anomaly),
    llm: viewLlm(llmOf(settings, modelSettings)),
    flapping,
    maintenanceWindows,
    autoResolve,
  };
}

function viewPlatform(name: PlatformName, stored: PlatformSettings | undefined): PlatformView {
  const view: PlatformView = { enabled: stored?.enabled ?? false };
  for (const field of Object.keys(platforms[name].config.shape)) {
    const value = stored?.secrets[field] === undefined ? stored?.fields[field] : maskedSecret;
    if (value !== undefined) view[field] = value;
  }
  return view;
}

export function viewAnomaly({ minimumScore, lookbackWindow, fingerprintFields }: AnomalySettings): AnomalyView {
  return { minimumScore, lookbackWindow, ...(fingerprintFields.length > 0 && { fingerprintFields }) };
}

export function viewLlm({ provider, model, apiKey }: LlmSettings): LlmView {
  return { provider, model, ...(apiKey !== null && { apiKey: maskedSecret }) };
}

/** The tenant's model, else the one that the operator has configured: `offline` where nobody has (LC-45). */
export function llmOf(settings: IncidentSettings, { default: choice, configured }: ModelSettings): LlmSettings {
  if (settings.llm) return settings.llm;
  if (configured.includes(choice.provider)) return { ...choice, apiKey: null };
  return { provider: "offline", model: offlineModel, apiKey: null };
}
