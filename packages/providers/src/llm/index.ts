export { createModelGateway, type ModelGatewayOptions } from "./gateway.ts";
export {
  type BaseUrls,
  type BedrockSettings,
  type ConfiguredProviders,
  configuredProviders,
  type KeySettings,
  modelHosts,
  type OllamaSettings,
  type ProviderName,
  type ProviderSettings,
  type VllmSettings,
} from "./settings.ts";
