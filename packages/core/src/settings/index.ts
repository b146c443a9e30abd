export {
  type AnomalySettings,
  type AutoResolve,
  type FlappingGuard,
  fingerprintFields,
  IncidentSettings,
  type LlmProvider,
  type LlmSettings,
  llmProviders,
  type MaintenanceWindow,
  type PlatformSettings,
  Severity,
  severities,
} from "./incident-settings.ts";
export { getIncidentSettings, loadIncidentSettings } from "./load.ts";
export {
  type PlatformConfigs,
  type PlatformField,
  PlatformName,
  type PlatformUrlCheck,
  platformNames,
  platforms,
} from "./platforms.ts";
export type { IncidentSettingsStore, SettingsContext, SettingsReader } from "./ports.ts";
export { windowMs } from "./time-window.ts";
export { updateAnomaly } from "./update-anomaly.ts";
export { updateLlm } from "./update-llm.ts";
export { type NoiseControl, updateNoiseControl } from "./update-noise-control.ts";
export { updatePlatforms } from "./update-platforms.ts";
export { updateRouting } from "./update-routing.ts";
export { type LlmConfig, llmConfigOf, type OpenedPlatform, openPlatform, platformConfigOf, targetsOf } from "./use.ts";
export {
  type AnomalyView,
  type IncidentSettingsView,
  type LlmView,
  maskedSecret,
  type PlatformView,
} from "./view.ts";
