import { PlatformName, platformNames } from "@tessera/core/settings";
import { entry, type Form } from "./form.ts";
import { flag, type Html, html } from "./html.ts";
import { llmForm } from "./llm-form.ts";
import { maintenanceForms, noiseForm } from "./noise-forms.ts";
import { entersSecret, platformForm } from "./platform-forms.ts";
import { anomalyForm, routingForm } from "./rule-forms.ts";
import type { Section, SettingsState } from "./settings-state.ts";
import type { Viewer } from "./viewer.ts";

/** LC-40: all settings, each section with its form. */
export function settingsContent(state: SettingsState, { mayAdmin }: Viewer): Html {
  return html`<h1>Settings</h1>
<p class="soft">Secrets are shown as ****. Leave that as it is to keep them.
${!mayAdmin && "Changing settings needs the scope incidents:admin."}</p>
<fieldset${flag("disabled", !mayAdmin)}>
${platformNames.map((name) => platformForm(state, name))}
${routingForm(state)}
${anomalyForm(state)}
${llmForm(state)}
${noiseForm(state)}
${maintenanceForms(state)}
</fieldset>`;
}

/** What a page that shows entries again says of those that it does not show. */
export function keptOut(section: Section, form: Form): string {
  const platform = PlatformName.safeParse(section).data;
  const hasSecret = platform ? entersSecret(platform, form) : section === "llm" && entry(form, "apiKey") !== null;
  return hasSecret ? "Nothing was saved: enter the secret again, too." : "Nothing was saved.";
}
