import type { IncidentSettingsView, MaintenanceWindow } from "@tessera/core/settings";
import { checkbox, field } from "./fields.ts";
import { entry, type Form, numberEntry } from "./form.ts";
import { type Html, html, instant } from "./html.ts";
import { enteredIn, type SettingsState, sectionOf } from "./settings-state.ts";

/** G-12: what flaps, and what resolves by itself. */
export function noiseForm(state: SettingsState): Html {
  const entered = enteredIn(state, "noise");
  const { flapping, autoResolve } = state.view;
  const isOn = (name: string, stored: boolean) => (entered ? entered.has(name) : stored);
  const content = html`<form method="post" action="/dashboard/settings/noise">
<p>${checkbox("flapping", "on", "Tell no platform of incidents that open too often", isOn("flapping", flapping.enabled))}</p>
<div class="fields">
${field({
  id: "maxIncidents",
  name: "maxIncidents",
  label: "Incidents that are not too many",
  value: entered?.get("maxIncidents") ?? String(flapping.maxIncidents),
  type: "number",
})}
${field({ id: "window", name: "window", label: "In this time", value: entered?.get("window") ?? flapping.window, hint: "1h" })}
</div>
<p>${checkbox("autoResolve", "on", "Resolve incidents without further anomalies", isOn("autoResolve", autoResolve.enabled))}</p>
<div class="fields">
${field({
  id: "quietMinutes",
  name: "quietMinutes",
  label: "After minutes",
  value: entered?.get("quietMinutes") ?? String(autoResolve.quietMinutes),
  type: "number",
})}
</div>
<button class="main">Save</button>
</form>`;
  return sectionOf(state, "noise", "Noise", content);
}

export function noisePatch(form: Form): Record<string, unknown> {
  return {
    flapping: {
      enabled: form.has("flapping"),
      maxIncidents: numberEntry(form, "maxIncidents"),
      window: entry(form, "window") ?? "",
    },
    autoResolve: { enabled: form.has("autoResolve"), quietMinutes: numberEntry(form, "quietMinutes") },
  };
}

/** G-12: while one lasts, anomalies of its service open no incident. */
export function maintenanceForms(state: SettingsState): Html {
  const entered = enteredIn(state, "maintenance");
  const { maintenanceWindows } = state.view;
  const shown = (name: string) => entered?.get(name) ?? undefined;
  const content = html`${maintenanceWindows.length > 0 && windowTable(maintenanceWindows)}
<form method="post" action="/dashboard/settings/maintenance">
<div class="fields">
${field({ id: "service", name: "service", label: "Service", value: shown("service"), hint: "every service" })}
${field({ id: "startsAt", name: "startsAt", label: "Starts (UTC)", value: shown("startsAt"), type: "datetime-local" })}
${field({ id: "endsAt", name: "endsAt", label: "Ends (UTC)", value: shown("endsAt"), type: "datetime-local" })}
${field({ id: "reason", name: "reason", label: "Reason", value: shown("reason") })}
</div>
<button class="main">Add</button>
</form>`;
  return sectionOf(state, "maintenance", "Maintenance windows", content);
}

function windowTable(windows: readonly MaintenanceWindow[]): Html {
  return html`<table>
<thead><tr><th scope="col">Service</th><th scope="col">Starts</th><th scope="col">Ends</th><th scope="col">Reason</th>
<th scope="col">Remove</th></tr></thead>
<tbody>
${windows.map(windowRow)}
</tbody>
</table>`;
}

function windowRow({ service, startsAt, endsAt, reason }: MaintenanceWindow): Html {
  return html`<tr>
<td data-label="Service">${service ?? "every service"}</td>
<td data-label="Starts">${instant(startsAt)}</td>
<td data-label="Ends">${instant(endsAt)}</td>
<td data-label="Reason">${reason}</td>
<td><form method="post" action="/dashboard/settings/maintenance/remove">
<input type="hidden" name="service" value="${service}">
<input type="hidden" name="startsAt" value="${startsAt}">
<input type="hidden" name="endsAt" value="${endsAt}">
<button>Remove</button>
</form></td>
</tr>
`;
}

type Windows = Pick<IncidentSettingsView, "maintenanceWindows">;

export function addedWindow(form: Form, { maintenanceWindows }: Windows): Record<string, unknown> {
  const window = {
    service: entry(form, "service"),
    startsAt: utc(entry(form, "startsAt")),
    endsAt: utc(entry(form, "endsAt")),
    reason: entry(form, "reason"),
  };
  // In front, so that a fault of it has the same path whatever else there is.
  return { maintenanceWindows: [window, ...maintenanceWindows] };
}

/** By what it is, as its place in the list may have changed since it was shown. */
export function removedWindow(form: Form, { maintenanceWindows }: Windows): Record<string, unknown> {
  const isMeant = ({ service, startsAt, endsAt }: MaintenanceWindow) =>
    (service ?? "") === form.get("service") && startsAt === form.get("startsAt") && endsAt === form.get("endsAt");
  return { maintenanceWindows: maintenanceWindows.filter((window) => !isMeant(window)) };
}

/** Browsers send these times without a zone: `2026-03-01T12:00`, some with seconds. */
function utc(entered: string | null): string {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(entered ?? "") ? `${entered}:00Z` : `${entered ?? ""}Z`;
}
