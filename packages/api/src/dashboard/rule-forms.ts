import { fingerprintFields, platformNames, type Severity, severities } from "@tessera/core/settings";
import { checkbox, field } from "./fields.ts";
import { entry, type Form, numberEntry } from "./form.ts";
import { type Html, html } from "./html.ts";
import { enteredIn, type SettingsState, sectionOf } from "./settings-state.ts";

/** LC-43. */
export function routingForm(state: SettingsState): Html {
  const entered = enteredIn(state, "routing");
  const route = (severity: Severity) => entered?.getAll(severity) ?? state.view.routing[severity];
  const content = html`<form method="post" action="/dashboard/settings/routing">
${severities.map(
  (severity) => html`<fieldset><legend class="${severity}">${severity}</legend>
${inOrder(route(severity)).map((name) => checkbox(severity, name, name, route(severity).includes(name)))}</fieldset>`,
)}
<button class="main">Save</button>
</form>`;
  return sectionOf(state, "routing", "Routing", content);
}

/** A route keeps its order: a form sends its boxes in the order in which they stand. */
function inOrder(route: readonly string[]): string[] {
  const known = route.filter((name) => platformNames.some((one) => one === name));
  return [...new Set([...known, ...platformNames])];
}

export function routingPatch(form: Form): Record<Severity, string[]> {
  const { critical, high, medium, low } = Object.fromEntries(severities.map((name) => [name, form.getAll(name)]));
  return { critical: critical ?? [], high: high ?? [], medium: medium ?? [], low: low ?? [] };
}

/** LC-44. */
export function anomalyForm(state: SettingsState): Html {
  const entered = enteredIn(state, "anomaly");
  const { minimumScore, lookbackWindow, fingerprintFields: chosen = [] } = state.view.anomaly;
  const isChosen = (name: string) => (entered?.getAll("fingerprintFields") ?? chosen).some((one) => one === name);
  const content = html`<form method="post" action="/dashboard/settings/anomaly">
<div class="fields">
${field({
  id: "minimumScore",
  name: "minimumScore",
  label: "Minimum score",
  value: entered?.get("minimumScore") ?? String(minimumScore),
  type: "number",
})}
${field({
  id: "lookbackWindow",
  name: "lookbackWindow",
  label: "Window for duplicates",
  value: entered?.get("lookbackWindow") ?? lookbackWindow,
  hint: "15m",
})}
</div>
<fieldset><legend>Duplicates share service, severity and</legend>
${fingerprintFields.map((name) => checkbox("fingerprintFields", name, name, isChosen(name)))}</fieldset>
<button class="main">Save</button>
</form>`;
  return sectionOf(state, "anomaly", "Anomalies", content);
}

export function anomalyPatch(form: Form): Record<string, unknown> {
  return {
    minimumScore: numberEntry(form, "minimumScore"),
    lookbackWindow: entry(form, "lookbackWindow") ?? "",
    fingerprintFields: form.getAll("fingerprintFields"),
  };
}
