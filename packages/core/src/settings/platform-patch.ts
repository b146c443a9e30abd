import { invalid } from "./patch-fault.ts";
import { PlatformName, type PlatformUrlCheck, platforms } from "./platforms.ts";
import { maskedSecret } from "./view.ts";

/** What a request changes of one platform. */
export interface PlatformChange {
  enabled: boolean | undefined;
  /** By field: a value, the mask, or null for taking it away. */
  values: ReadonlyMap<string, string | null>;
}

/** The platforms of a patch in the order given. Throws `invalid_request` for what no platform has (LC-42). */
export function readPlatformsPatch(patch: unknown, checkUrl: PlatformUrlCheck): Map<PlatformName, PlatformChange> {
  if (!isObject(patch)) throw invalid("", "must be an object with the platforms to change");
  return new Map(
    Object.entries(patch).map(([key, body]) => {
      const name = PlatformName.safeParse(key).data;
      if (!name) throw invalid(key, `unknown platform; known ones are ${PlatformName.options.join(", ")}`);
      return [name, readPlatform(name, body, checkUrl)];
    }),
  );
}

function readPlatform(name: PlatformName, body: unknown, checkUrl: PlatformUrlCheck): PlatformChange {
  if (!isObject(body)) throw invalid(name, "must be an object");
  const { enabled, ...fields } = body;
  if (enabled !== undefined && typeof enabled !== "boolean") throw invalid(`${name}.enabled`, "must be true or false");

  const values = readValues(name, fields);
  for (const field of platforms[name].urls) {
    const url = values.get(field) ?? maskedSecret;
    const fault = url === maskedSecret ? null : checkUrl(name, url);
    if (fault !== null) throw invalid(`${name}.${field}`, fault);
  }
  return { enabled, values };
}

function readValues(name: PlatformName, fields: Record<string, unknown>): Map<string, string | null> {
  const values = new Map<string, string | null>();
  const given: Record<string, unknown> = { ...fields };
  for (const [field, value] of Object.entries(fields)) {
    if (value !== null && !(value === maskedSecret && isSecret(name, field))) continue;
    values.set(field, value === null ? null : maskedSecret);
    // What keeps or takes away is no value to check; whether there is such a field still is.
    given[field] = undefined;
  }

  const parsed = platforms[name].patch.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid([name, ...(issue?.path ?? [])].join("."), issue?.message ?? "not valid");
  }
  for (const [field, value] of Object.entries(parsed.data)) {
    if (typeof value === "string") values.set(field, value);
  }
  return values;
}

export function isSecret(name: PlatformName, field: string): boolean {
  return platforms[name].secrets.some((secret) => secret === field);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
