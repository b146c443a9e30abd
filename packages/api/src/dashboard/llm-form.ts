import { type LlmView, llmProviders, maskedSecret } from "@tessera/core/settings";
import { field } from "./fields.ts";
import { entry, type Form } from "./form.ts";
import { flag, type Html, html } from "./html.ts";
import { enteredIn, type SettingsState, sectionOf } from "./settings-state.ts";

/** LC-45; LC-48 beside it. */
export function llmForm(state: SettingsState): Html {
  const entered = enteredIn(state, "llm");
  const { provider, model, apiKey } = state.view.llm;
  const chosen = entered?.get("provider") ?? provider;
  const option = (name: string) => html`<option${flag("selected", name === chosen)}>${name}</option>`;
  const content = html`<form method="post" action="/dashboard/settings/llm">
<div class="fields">
<div><label for="provider">Provider</label>
<select id="provider" name="provider">${llmProviders.map(option)}</select></div>
${field({ id: "model", name: "model", label: "Model", value: entered?.get("model") ?? model, hint: "the provider's usual one" })}
${field({ id: "llm-apiKey", name: "apiKey", label: "API key", value: apiKey, type: "password" })}
</div>
<p class="row"><button class="main">Save</button>
<button formaction="/dashboard/settings/llm/test" formnovalidate>Test what is saved</button></p>
</form>`;
  return sectionOf(state, "llm", "LLM", content);
}

/**
 * Only what differs from what was shown: whoever changes nothing goes on with what the operator configures. Another
 * provider has other models and another key, so those of the one before do not go along with it.
 */
export function llmPatch(form: Form, before: LlmView): Record<string, unknown> {
  const provider = entry(form, "provider") ?? before.provider;
  const model = entry(form, "model");
  const apiKey = form.get("apiKey");
  const removesKey = apiKey === "" && before.apiKey !== undefined;
  return {
    ...(provider !== before.provider && { provider }),
    ...(model !== null && model !== before.model && { model }),
    ...(apiKey !== null && apiKey !== "" && apiKey !== maskedSecret && { apiKey }),
    ...(removesKey && { apiKey: null }),
  };
}
