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

export interface VllmSettings {
  baseUrl: string;
  /** Most servers take none. */
  apiKey?: string | undefined;
}

/** What each provider needs; one that is left out cannot be called. */
export interface ProviderSettings {
  openai: KeySettings;
  claude: KeySettings;
  gemini: KeySettings;
  kimi: KeySettings;
  bedrock: BedrockSettings;
  ollama: OllamaSettings;
  vllm: VllmSettings;
}
export type ProviderName = keyof ProviderSettings;
export type ConfiguredProviders = { [Name in ProviderName]?: ProviderSettings[Name] | undefined };

/** Where vendors that take a key are called, also for tenants with keys of their own; one left out: at the vendor's. */
export type BaseUrls = { [Name in "openai" | "claude" | "gemini" | "kimi"]?: string | undefined };

/** For `ModelSettings.configured`: the providers that can be called. */
export function configuredProviders(providers: ConfiguredProviders): ModelProvider[] {
  const names: readonly ProviderName[] = ["openai", "claude", "gemini", "kimi", "bedrock", "ollama", "vllm"];
  return names.filter((name) => providers[name] !== undefined);
}

/** Hosts that the operator has named: the model's egress may call them, on any port and on this machine. */
export function modelHosts(providers: ConfiguredProviders, baseUrls: BaseUrls = {}): string[] {
  const urls = [...Object.values(providers).map((settings) => settings?.baseUrl), ...Object.values(baseUrls)];
  return [...new Set(urls.flatMap((url) => (url === undefined ? [] : [new URL(url).hostname])))];
}
