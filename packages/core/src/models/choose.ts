import { AppError } from "../errors.ts";
import { defaultModels, knownModels, offlineModel } from "./catalogue.ts";
import { type ModelChoice, type ModelProvider, modelProviders } from "./choice.ts";

/** What the operator has configured. */
export interface ModelSettings {
  /** Asked when a caller names nothing. */
  default: ModelChoice;
  /** The model of a provider when a caller names only that. */
  defaults: Partial<Record<ModelProvider, string>>;
  /** Providers that can be called: they have a key, or need none. `offline` always can. */
  configured: readonly ModelProvider[];
  /** Models beside the listed ones that callers may name. */
  extraModels: Partial<Record<ModelProvider, readonly string[]>>;
  /** Refuse a call whose provider has no key, instead of answering by our own rules (AU-11). */
  strict: boolean;
}

export interface ChosenModel {
  choice: ModelChoice;
  /** What the rules had chosen, where `offline` had to take its place; null where the choice is just that. */
  asked: ModelChoice | null;
  warning: string | null;
}

/** Providers that take any name: what runs there is the operator's affair. */
const openProviders: readonly ModelProvider[] = ["bedrock", "ollama", "vllm"];
/** What only an operator can say of a provider: without it, a key of one's own is of no use there. */
const setUpBy: Partial<Record<ModelProvider, string>> = { bedrock: "BEDROCK_MODEL", vllm: "VLLM_BASE_URL" };
/** What any name must be: it becomes part of a key in the table. */
const modelName = /^[\x21-\x7e]{1,200}$/;

/**
 * Which model a caller gets (AU-10): both named, a provider's default, a provider inferred from the model, or the
 * configured default. Throws `model_unknown` for what nobody knows and for a pair that does not belong together.
 */
export function chooseModel(
  asked: { provider?: string | undefined; model?: string | undefined },
  settings: ModelSettings,
): ChosenModel {
  const choice = findChoice(asked, settings);
  if (choice.provider === "offline" || settings.configured.includes(choice.provider)) {
    return { choice, asked: null, warning: null };
  }
  const reason = missingSetUp(choice.provider, settings) ?? `No key is configured for ${choice.provider}`;
  if (settings.strict) {
    throw new AppError("model_unavailable", reason, { reason: "not_configured", provider: choice.provider });
  }
  return {
    choice: { provider: "offline", model: offlineModel },
    asked: choice,
    warning: `${reason}, so the offline generator has written this instead`,
  };
}

/** The model of a provider when a caller names only that; undefined where the operator has named none and must. */
export function defaultModelOf(
  provider: ModelProvider,
  { defaults }: Pick<ModelSettings, "defaults">,
): string | undefined {
  const usual: Partial<Record<ModelProvider, string>> = defaultModels;
  return defaults[provider] ?? usual[provider];
}

/** Why nobody can call a provider, not even with a key of their own; undefined where somebody can. */
export function missingSetUp(
  provider: ModelProvider,
  { configured }: Pick<ModelSettings, "configured">,
): string | undefined {
  const variable = setUpBy[provider];
  if (variable === undefined || configured.includes(provider)) return undefined;
  return `${provider}: the operator has not configured ${variable}`;
}

function findChoice(
  { provider, model }: { provider?: string | undefined; model?: string | undefined },
  settings: ModelSettings,
): ModelChoice {
  if (provider !== undefined) {
    const known = findProvider(provider);
    if (model === undefined) return { provider: known, model: requireDefault(known, settings) };
    if (!takesModel(known, model, settings)) throw unknown("model", `${known} has no model of this name`);
    return { provider: known, model };
  }
  return model === undefined ? settings.default : { provider: inferProvider(model, settings), model };
}

function requireDefault(provider: ModelProvider, settings: ModelSettings): string {
  const model = defaultModelOf(provider, settings);
  if (model === undefined) throw unknown("model", `${provider} serves what its operator loads: name a model`);
  return model;
}

function findProvider(name: string): ModelProvider {
  const found = modelProviders.find((provider) => provider === name);
  if (!found) throw unknown("provider", `Unknown LLM provider; known ones are ${modelProviders.join(", ")}`);
  return found;
}

/** The configured default goes first: two hosts may serve a model of the same name. */
function inferProvider(model: string, settings: ModelSettings): ModelProvider {
  const found = [settings.default.provider, ...modelProviders].find((provider) => lists(provider, model, settings));
  if (!found) throw unknown("model", "No provider has a model of this name");
  return found;
}

function takesModel(provider: ModelProvider, model: string, settings: ModelSettings): boolean {
  return lists(provider, model, settings) || (openProviders.includes(provider) && modelName.test(model));
}

function lists(provider: ModelProvider, model: string, { default: fallback, defaults, extraModels }: ModelSettings) {
  const configured = [defaults[provider], fallback.provider === provider ? fallback.model : undefined];
  return [...knownModels[provider], ...(extraModels[provider] ?? []), ...configured].includes(model);
}

function unknown(part: "provider" | "model", message: string): AppError {
  return new AppError("model_unknown", message, { part });
}
