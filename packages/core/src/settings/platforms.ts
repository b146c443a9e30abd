import * as z from "zod";

/** LC-40: the platforms that incidents are sent to. */
export const platformNames = ["pagerduty", "jira", "servicenow", "opsgenie", "slack"] as const;
export const PlatformName = z.enum(platformNames);
export type PlatformName = z.infer<typeof PlatformName>;

const text = (limit: number) => z.string().trim().min(1).max(limit);

/** Whether its host may be called at all is the business of the `PlatformUrlCheck`. */
const url = z.url({ protocol: /^https?$/ }).max(2_048);

/** Goes into a header or a body as it is: visible ASCII, as vendors issue it. */
const token = z.string().regex(/^[\x21-\x7e]{1,512}$/, "must be 1 to 512 visible ASCII characters");

/** The first half of Basic credentials ends at its first colon (RFC 7617). */
const userName = text(254).refine((value) => !value.includes(":"), "must not contain a colon");

/** Clear values, as adapters get them: after the merge and the defaults. */
const configs = {
  pagerduty: z.strictObject({
    routingKey: token,
    apiUrl: url.default("https://events.pagerduty.com"),
  }),
  jira: z.strictObject({
    baseUrl: url,
    apiToken: token,
    userEmail: userName,
    projectKey: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{0,31}$/, "must be a Jira project key, like OPS")
      .default("OPS"),
    issueType: text(60).default("Bug"),
  }),
  servicenow: z.strictObject({
    instanceUrl: url,
    username: userName,
    password: z.string().min(1).max(512),
    table: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,79}$/, "must be the name of a table, like incident")
      .default("incident"),
    assignmentGroup: text(160).nullable().default(null),
  }),
  opsgenie: z.strictObject({
    apiKey: token,
    apiUrl: url.default("https://api.opsgenie.com"),
    team: text(100).nullable().default(null),
  }),
  slack: z.strictObject({
    webhookUrl: url,
    channel: z
      .string()
      .regex(/^#?[^\s#@<>&|]{1,80}$/, "must be a channel, like #incidents")
      .nullable()
      .default(null),
  }),
};

export type PlatformConfigs = { [Name in PlatformName]: z.infer<(typeof configs)[Name]> };
/** What a change of settings gives: some of the fields, and no default for the others. */
export type PlatformPatch<Name extends PlatformName> = {
  [Field in keyof PlatformConfigs[Name]]?: PlatformConfigs[Name][Field] | undefined;
};
export type PlatformField<Name extends PlatformName = PlatformName> = Name extends PlatformName
  ? keyof PlatformConfigs[Name] & string
  : never;

interface PlatformFacts<Name extends PlatformName> {
  config: (typeof configs)[Name];
  patch: z.ZodType<PlatformPatch<Name>>;
  /** What must be set before the platform can be enabled or tested. */
  required: readonly PlatformField<Name>[];
  /** Masked as `****` wherever settings are read, sealed where they are stored (LC-41, LC-46). */
  secrets: readonly PlatformField<Name>[];
  /** Checked when they are saved and again at each use (F5). */
  urls: readonly PlatformField<Name>[];
  /** The vendor's own hosts (F6), "*." for any name below; none where every customer may have a host of its own. */
  hosts: readonly string[];
  /** Wakes people up: where an escalation goes first (LC-7). */
  pages: boolean;
}

/** LC-42: all in which one platform differs from another, as far as settings go. */
export const platforms: { readonly [Name in PlatformName]: PlatformFacts<Name> } = {
  pagerduty: {
    config: configs.pagerduty,
    patch: patchOf("pagerduty"),
    required: ["routingKey"],
    secrets: ["routingKey"],
    urls: ["apiUrl"],
    hosts: ["events.pagerduty.com", "events.eu.pagerduty.com"],
    pages: true,
  },
  jira: {
    config: configs.jira,
    patch: patchOf("jira"),
    required: ["baseUrl", "apiToken", "userEmail"],
    secrets: ["apiToken"],
    urls: ["baseUrl"],
    hosts: ["*.atlassian.net"],
    pages: false,
  },
  servicenow: {
    config: configs.servicenow,
    patch: patchOf("servicenow"),
    required: ["instanceUrl", "username", "password"],
    secrets: ["password"],
    urls: ["instanceUrl"],
    hosts: [],
    pages: false,
  },
  opsgenie: {
    config: configs.opsgenie,
    patch: patchOf("opsgenie"),
    required: ["apiKey"],
    secrets: ["apiKey"],
    urls: ["apiUrl"],
    hosts: ["api.opsgenie.com", "api.eu.opsgenie.com"],
    pages: true,
  },
  slack: {
    config: configs.slack,
    patch: patchOf("slack"),
    required: ["webhookUrl"],
    secrets: ["webhookUrl"],
    urls: ["webhookUrl"],
    hosts: ["hooks.slack.com"],
    pages: false,
  },
};

/** The fields of a config without their defaults: `partial()` would fill in what nobody has given. */
function patchOf<Name extends PlatformName>(name: Name): z.ZodType<PlatformPatch<Name>> {
  const shape: Record<string, z.ZodType> = configs[name].shape;
  const fields = Object.entries(shape).map(([field, schema]) => [field, withoutDefault(schema).optional()]);
  // Each field is that of the config, so what comes out is a part of it.
  return z.strictObject(Object.fromEntries(fields)) as z.ZodType<unknown> as z.ZodType<PlatformPatch<Name>>;
}

function withoutDefault(schema: z.ZodType): z.ZodType {
  // A default stands around a schema of the same kind that made it, so it is a `ZodType`.
  return schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema;
}

/**
 * Why a platform may never be called at this URL, in fixed words, or null (F5, F6): for refusing it before it is
 * stored. Adapters ask again at each use.
 */
export type PlatformUrlCheck = (platform: PlatformName, url: string) => string | null;
