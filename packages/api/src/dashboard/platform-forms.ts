import {
  type IncidentSettingsView,
  maskedSecret,
  type PlatformField,
  type PlatformName,
  platforms,
} from "@tessera/core/settings";
import type * as z from "zod";
import { checkbox, field } from "./fields.ts";
import { entry, type Form } from "./form.ts";
import { type Html, html } from "./html.ts";
import { enteredIn, type SettingsState, sectionOf } from "./settings-state.ts";

const titles: Record<PlatformName, string> = {
  pagerduty: "PagerDuty",
  jira: "Jira",
  servicenow: "ServiceNow",
  opsgenie: "OpsGenie",
  slack: "Slack",
};

const labels: Record<PlatformField, string> = {
  routingKey: "Routing key",
  apiUrl: "API URL",
  baseUrl: "Base URL",
  apiToken: "API token",
  userEmail: "E-mail of the user",
  projectKey: "Project key",
  issueType: "Issue type",
  instanceUrl: "Instance URL",
  username: "User name",
  password: "Password",
  table: "Table",
  assignmentGroup: "Assignment group",
  apiKey: "API key",
  team: "Team",
  webhookUrl: "Webhook URL",
  channel: "Channel",
};

/** LC-42, one form for each platform; LC-47 beside it. */
export function platformForm(state: SettingsState, name: PlatformName): Html {
  const entered = enteredIn(state, name);
  const stored = state.view.platforms[name];
  const isEnabled = entered ? entered.has("enabled") : stored.enabled;
  const path = `/dashboard/settings/platforms/${name}`;
  const content = html`<form method="post" action="${path}">
<div class="fields">
${fieldsOf(name).map((each) => platformField(name, each, valueShown(stored, entered, name, each)))}
</div>
<p>${checkbox("enabled", "on", "Enabled", isEnabled)}</p>
<p class="row"><button class="main">Save</button>
<button formaction="${path}/test" formnovalidate>Test what is saved</button></p>
</form>`;
  return sectionOf(state, name, titles[name], content);
}

function fieldsOf(name: PlatformName): PlatformField[] {
  // The schema's own keys, which is what a field is.
  return Object.keys(platforms[name].config.shape) as PlatformField[];
}

function platformField(name: PlatformName, each: PlatformField, value: string | undefined): Html {
  const { required, config } = platforms[name];
  const isRequired = required.some((one) => one === each);
  const shape: Record<string, z.ZodType> = config.shape;
  const standard = shape[each]?.safeParse(undefined).data;
  return field({
    id: `${name}-${each}`,
    name: each,
    label: isRequired ? `${labels[each]} (required)` : labels[each],
    value,
    type: isSecret(name, each) ? "password" : "text",
    hint: typeof standard === "string" ? standard : undefined,
  });
}

/** A secret is never sent back, not even to whoever has just entered it (LC-41). */
function valueShown(
  stored: IncidentSettingsView["platforms"][PlatformName],
  entered: Form | undefined,
  name: PlatformName,
  each: PlatformField,
): string | undefined {
  const value = stored[each];
  const known = typeof value === "string" ? value : undefined;
  return isSecret(name, each) ? known : (entered?.get(each) ?? known);
}

function isSecret(name: PlatformName, each: PlatformField): boolean {
  return platforms[name].secrets.some((secret) => secret === each);
}

/** What a form changes of a platform. A secret that was left as it is shown is kept; a field that is empty is not set. */
export function platformPatch(name: PlatformName, form: Form): Record<string, unknown> {
  const given = fieldsOf(name).filter((each) => form.has(each));
  const values = given.map((each) => [each, isSecret(name, each) ? form.get(each) || null : entry(form, each)]);
  return { [name]: { enabled: form.has("enabled"), ...Object.fromEntries(values) } };
}

/** Whether a secret was entered: the page that says why it was not saved does not repeat it. */
export function entersSecret(name: PlatformName, form: Form): boolean {
  return platforms[name].secrets.some((secret) => ![null, "", maskedSecret].includes(form.get(secret)));
}
