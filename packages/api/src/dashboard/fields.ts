import { flag, type Html, html } from "./html.ts";

interface Field {
  /** Of its kind on the page, so that a label finds it. */
  id: string;
  name: string;
  label: string;
  value: string | undefined;
  type?: "text" | "password" | "number" | "datetime-local";
  hint?: string | undefined;
}

/** What is required is for the rules to say: a form that is cleared on purpose must be able to leave. */
export function field({ id, name, label, value, type = "text", hint }: Field): Html {
  return html`<div><label for="${id}">${label}</label>
<input id="${id}" name="${name}" type="${type}" value="${value ?? ""}" placeholder="${hint ?? ""}" autocomplete="${
    type === "password" ? "new-password" : "off"
  }"${type === "number" && step}></div>
`;
}

const step = html` step="any" min="0"`;

export function checkbox(name: string, value: string, label: string, isChecked: boolean): Html {
  return html`<label class="choice"><input type="checkbox" name="${name}" value="${value}"${flag(
    "checked",
    isChecked,
  )}> ${label}</label>
`;
}
