import { chooseModel, type ModelSettings } from "@tessera/core/models";

/** Who writes the tickets of a caller that names nobody, for the line that tells a person (AU-11). */
export function describeModel(settings: ModelSettings): string {
  const { choice, asked } = chooseModel({}, { ...settings, strict: false });
  if (asked === null) return choice.provider;
  const reason = `no key is configured for ${asked.provider}`;
  return settings.strict ? `none (${reason})` : `${choice.provider} (${reason})`;
}
