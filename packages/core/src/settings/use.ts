import type { IncidentSettings, LlmProvider, Severity } from "./incident-settings.ts";
import { missingFields } from "./merge-platform.ts";
import { type PlatformConfigs, type PlatformName, platforms } from "./platforms.ts";
import type { SettingsReader } from "./ports.ts";
import { llmOf } from "./view.ts";

/** Where incidents of a severity go, in the order of its route: routing to a disabled platform is allowed (LC-43). */
export function targetsOf({ routing, platforms }: IncidentSettings, severity: Severity): PlatformName[] {
  return routing[severity].filter((name) => platforms[name]?.enabled);
}

/** What an adapter needs, in clear: for a call, never to be kept. Null for a platform that is not enabled. */
export async function platformConfigOf<Name extends PlatformName>(
  context: Pick<SettingsReader, "sealer">,
  settings: IncidentSettings,
  name: Name,
): Promise<PlatformConfigs[Name] | null> {
  if (!settings.platforms[name]?.enabled) return null;
  const opened = await openPlatform(context, settings, name);
  return opened.kind === "complete" ? opened.config : null;
}

export type OpenedPlatform<Name extends PlatformName> =
  | { kind: "complete"; config: PlatformConfigs[Name] }
  | { kind: "incomplete"; missing: string[] };

/** As `platformConfigOf`, whether or not it is enabled: people test what they are about to switch on (LC-47). */
export async function openPlatform<Name extends PlatformName>(
  { sealer }: Pick<SettingsReader, "sealer">,
  settings: IncidentSettings,
  name: Name,
): Promise<OpenedPlatform<Name>> {
  const stored = settings.platforms[name];
  const missing = missingFields(name, stored);
  if (!stored || missing.length > 0) return { kind: "incomplete", missing };

  const clear = await Promise.all(
    Object.entries(stored.secrets).map(async ([field, sealed]) => [field, await sealer.unseal(sealed)] as const),
  );
  const config = platforms[name].config.parse({ ...stored.fields, ...Object.fromEntries(clear) });
  // The table holds the config of each platform under its own name.
  return { kind: "complete", config: config as PlatformConfigs[Name] };
}

export interface LlmConfig {
  provider: LlmProvider;
  model: string;
  /** In clear; null where the tenant has none of its own. */
  apiKey: string | null;
}

/** The tenant's model with its own key, as a gateway needs it (LC-45). */
export async function llmConfigOf(
  { sealer, modelSettings }: Pick<SettingsReader, "sealer" | "modelSettings">,
  settings: IncidentSettings,
): Promise<LlmConfig> {
  const { provider, model, apiKey } = llmOf(settings, modelSettings);
  return { provider, model, apiKey: apiKey === null ? null : await sealer.unseal(apiKey) };
}
