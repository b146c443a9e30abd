import type { ModelProvider } from "@tessera/core/models";

/** A base URL without a path gets the vendor's own (`/v1`). */
export interface KeySettings {
  apiKey: string;
  baseUrl?: string | undefined;
}

export interface BedrockSettings {
  region: string;
  /** A Bedrock API key. Without it, requests are signed with `credentials`, or those of the AWS environment. */
  apiKey?: string | undefined;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } | undefined;
  baseUrl?: string | undefined;
}

export interface OllamaSettings {
  baseUrl: string;
}

/** What each provider needs; one that is left out cannot be called. */
export interface ProviderSettings {
  openai: KeySettings;
  claude: KeySettings;
  gemini: KeySettings;
  kimi: KeySettings;
  bedrock: BedrockSettings;
  ollama: OllamaSettings;
}
export type ProviderName = keyof ProviderSettings;
export type ConfiguredProviders = { [Name in ProviderName]?: ProviderSettings[Name] | undefined };

/** For `ModelSettings.configured`: the providers that can be called. */
export function configuredProviders(providers: ConfiguredProviders): ModelProvider[] {
  const names: readonly ProviderName[] = ["openai", "claude", "gemini", "kimi", "bedrock", "ollama"];
  return names.filter((name) => providers[name] !== undefined);
}

/** Hosts that the operator has named: the model's egress may call them, on any port and on this machine. */
export function modelHosts(providers: ConfiguredProviders): string[] {
  return Object.values(providers).flatMap((settings) =>
    settings?.baseUrl === undefined ? [] : [new URL(settings.baseUrl).hostname],
  );
}
