import type * as z from "zod";
import type { PlatformSettings } from "./incident-settings.ts";
import { invalid } from "./patch-fault.ts";
import { isSecret, type PlatformChange } from "./platform-patch.ts";
import { type PlatformName, platforms } from "./platforms.ts";
import { maskedSecret } from "./view.ts";

const nothingSet: PlatformSettings = { enabled: false, fields: {}, secrets: {} };

export interface MergedPlatform {
  /** With the secrets that stay, sealed. */
  kept: PlatformSettings;
  /** Secrets that were entered, in clear. */
  entered: Readonly<Record<string, string>>;
}

/** One platform after a change (LC-42). Throws `invalid_request` where the result may not be saved. */
export function mergePlatform(
  name: PlatformName,
  before: PlatformSettings = nothingSet,
  { enabled = before.enabled, values }: PlatformChange,
): MergedPlatform {
  const plain = [...values].filter(([field]) => !isSecret(name, field));
  const masked = [...values].filter(([field, value]) => isSecret(name, field) && value === maskedSecret);
  const replaced = [...values].filter(([field, value]) => isSecret(name, field) && value !== maskedSecret);
  const merged: MergedPlatform = {
    kept: {
      enabled,
      fields: withValues(before.fields, plain),
      secrets: withValues(
        before.secrets,
        replaced.map(([field]) => [field, null]),
      ),
    },
    entered: withValues({}, replaced),
  };

  const unknown = masked.find(([field]) => before.secrets[field] === undefined);
  if (unknown) throw invalid(`${name}.${unknown[0]}`, `${maskedSecret} keeps what is stored, and nothing is`);
  checkUrls(name, before, merged);
  checkRequired(name, merged);
  return merged;
}

/** The values over those before; null takes one away. */
function withValues(
  before: Readonly<Record<string, string>>,
  values: Iterable<[string, string | null]>,
): Record<string, string> {
  const after = new Map<string, string | null>([...Object.entries(before), ...values]);
  return Object.fromEntries([...after].flatMap(([field, value]) => (value === null ? [] : [[field, value]])));
}

/** A secret goes to the host that it was entered for, and never along to another one (F6, Appendix D-26). */
function checkUrls(name: PlatformName, before: PlatformSettings, { kept }: MergedPlatform): void {
  const secrets = Object.keys(kept.secrets);
  if (secrets.length === 0) return;
  for (const field of platforms[name].urls) {
    const former = urlOf(name, before, field);
    if (former === undefined || former === urlOf(name, kept, field)) continue;
    throw invalid(`${name}.${field}`, `has changed, so ${secrets.join(" and ")} must be entered again`);
  }
}

/**
 * With its default, and spelled in one way. Undefined where it was never set, and where it is a secret itself: whoever
 * changes that has entered it.
 */
function urlOf(name: PlatformName, { fields }: PlatformSettings, field: string): string | undefined {
  const shape: Record<string, z.ZodType> = platforms[name].config.shape;
  const url = shape[field]?.safeParse(fields[field]).data;
  return typeof url === "string" ? new URL(url).href : undefined;
}

function checkRequired(name: PlatformName, { kept, entered }: MergedPlatform): void {
  const missing = missingFields(name, { ...kept, secrets: { ...kept.secrets, ...entered } });
  if (kept.enabled && missing.length > 0) throw invalid(name, `missing required fields: ${missing.join(", ")}`);
}

/** What must still be set before a platform can be used (LC-42, LC-47). */
export function missingFields(name: PlatformName, { fields, secrets }: PlatformSettings = nothingSet): string[] {
  return platforms[name].required.filter((field) => fields[field] === undefined && secrets[field] === undefined);
}
