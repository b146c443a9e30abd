import type { ConfiguredProviders, ProviderName, ProviderSettings } from "./settings.ts";
import type { Vendor, VendorFactory } from "./vendor.ts";

type Registry = { [Name in ProviderName]: () => Promise<VendorFactory<ProviderSettings[Name]>> };

/** A new provider is one folder, its settings and one line here. Loaded when first asked: each brings an SDK. */
const registry: Registry = {
  openai: async () => (await import("./openai/index.ts")).createOpenAi,
  claude: async () => (await import("./claude/index.ts")).createClaude,
  gemini: async () => (await import("./gemini/index.ts")).createGemini,
  kimi: async () => (await import("./kimi/index.ts")).createKimi,
  bedrock: async () => (await import("./bedrock/index.ts")).createBedrock,
  ollama: async () => (await import("./ollama/index.ts")).createOllama,
  vllm: async () => (await import("./vllm/index.ts")).createVllm,
};

/** Undefined where the operator has not configured it. */
export async function loadVendor<Name extends ProviderName>(
  name: Name,
  providers: ConfiguredProviders,
): Promise<Vendor | undefined> {
  const settings: ConfiguredProviders[Name] = providers[name];
  if (settings === undefined) return undefined;
  const createVendor: VendorFactory<ProviderSettings[Name]> = await registry[name]();
  return createVendor(settings);
}
