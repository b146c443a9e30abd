import type { Incident, IncidentMove } from "@tessera/core/incidents";
import type { PlatformName } from "@tessera/core/settings";
import { type Html, html } from "./html.ts";

/** In code points, as the API takes them. */
export const noteLimit = 4_000;

export function incidentPath(id: string): string {
  return `/dashboard/incidents/${encodeURIComponent(id)}`;
}

const words: Record<IncidentMove, string> = {
  acknowledge: "Acknowledge",
  escalate: "Escalate",
  resolve: "Resolve",
  reopen: "Reopen",
};

/** A button for each move that leads somewhere. */
export function actions({ id }: Incident, moves: readonly IncidentMove[], enabled: readonly PlatformName[]): Html {
  return html`<section>
<h2>Actions</h2>
<div class="row">
${moves.map(
  (move) => html`<form method="post" action="${incidentPath(id)}/${move}">
${move === "escalate" && targets(enabled)}
<button class="main">${words[move]}</button>
</form>`,
)}
</div>
</section>`;
}

/** None chosen: those that page, or those of the next higher severity (LC-7). */
function targets(enabled: readonly PlatformName[]): Html | "" {
  if (enabled.length === 0) return "";
  return html`<fieldset><legend>Escalate to (none: by the rules)</legend>${enabled.map(
    (name) => html`<label class="choice"><input type="checkbox" name="platforms" value="${name}"> ${name}</label>`,
  )}</fieldset>`;
}

/** LC-61: tells one more platform, or one that has given up. */
export function forwardForm({ id }: Incident, enabled: readonly PlatformName[]): Html | "" {
  if (enabled.length === 0) return "";
  return html`<section>
<h2>Tell a platform</h2>
<form method="post" action="${incidentPath(id)}/forward" class="row">
<div><label for="platform">Platform</label>
<select id="platform" name="platform">${enabled.map((name) => html`<option>${name}</option>`)}</select></div>
<button>Forward</button>
</form>
</section>`;
}

/** A person's words. They stay inside. */
export function noteForm({ id }: Incident, note = ""): Html {
  return html`<section>
<h2>Add a note</h2>
<form method="post" action="${incidentPath(id)}/notes">
<label for="text">Note</label>
<p><textarea id="text" name="text" rows="3" required maxlength="${noteLimit}">${note}</textarea></p>
<button>Add</button>
</form>
</section>`;
}
