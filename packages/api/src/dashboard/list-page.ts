import {
  type Incident,
  type IncidentCounts,
  type IncidentPage,
  type IncidentStatus,
  incidentStatuses,
  type LlmStatus,
} from "@tessera/core/incidents";
import { severities } from "@tessera/core/settings";
import { marks, severityBadge, statusBadge } from "./badges.ts";
import { age, flag, type Html, html } from "./html.ts";
import { type ListQuery, listPath } from "./list-query.ts";

export interface ListFacts {
  page: IncidentPage;
  counts: IncidentCounts;
  /** Null where it has not answered in time: a page does not wait for it. */
  llm: LlmStatus | null;
  query: ListQuery;
  now: Date;
}

/** LC-63: the incidents, newest first. */
export function listContent({ page, counts, llm, query, now }: ListFacts): Html {
  const { items, total, cursor } = page;
  return html`<h1>Incidents</h1>
<ul class="counts">
${incidentStatuses.map((status) => countTile(status, counts))}
</ul>
${filterForm(query)}
<section>
<p class="soft">${shownOf(items.length, total)} ${llmLine(llm)}</p>
${items.length === 0 ? html`<p>No incident matches.</p>` : incidentTable(items, now)}
${(query.cursor ?? cursor) !== undefined && pager(query, cursor)}
</section>`;
}

function pager(query: ListQuery, cursor: string | undefined): Html {
  return html`<p class="row">
${query.cursor !== undefined && html`<a href="${listPath({ ...query, cursor: undefined })}">First page</a>`}
${cursor !== undefined && html`<a href="${listPath({ ...query, cursor })}" rel="next">Older</a>`}
</p>`;
}

function countTile(status: IncidentStatus, counts: IncidentCounts): Html {
  const count = Object.values(counts[status]).reduce((sum, each) => sum + each, 0);
  return html`<li><a href="${listPath({ status })}" class="${status}"><b>${count}</b> ${status}</a></li>
`;
}

function filterForm({ status, severity, service, q }: ListQuery): Html {
  return html`<section>
<form method="get" action="/dashboard" class="row">
${choice("status", "Status", incidentStatuses, status)}
${choice("severity", "Severity", severities, severity)}
<div><label for="service">Service</label><input id="service" name="service" value="${service}" maxlength="200"></div>
<div><label for="q">Text</label><input id="q" name="q" type="search" value="${q}" maxlength="200"></div>
<button>Show</button>
<a href="/dashboard">All</a>
</form>
</section>`;
}

function choice(name: string, label: string, values: readonly string[], chosen: string | undefined): Html {
  const option = (value: string) =>
    html`<option value="${value}"${flag("selected", value === chosen)}>${value}</option>`;
  return html`<div><label for="${name}">${label}</label>
<select id="${name}" name="${name}"><option value="">any</option>${values.map(option)}</select></div>`;
}

function shownOf(count: number, total: number | null): string {
  return total === null || total === count ? `${count} shown.` : `${count} of ${total} shown.`;
}

/** LC-49, in a line. */
function llmLine(llm: LlmStatus | null): Html | string {
  if (llm === null) return "LLM: no answer yet.";
  const { provider, model } = llm;
  return llm.status === "ok"
    ? html`LLM: <b class="ok">ok</b> (${provider}, ${model}).`
    : html`LLM: <b class="error">degraded</b> (${provider}, ${model}): ${llm.error}.`;
}

function incidentTable(incidents: readonly Incident[], now: Date): Html {
  return html`<table>
<thead><tr><th scope="col">Incident</th><th scope="col">Severity</th><th scope="col">Status</th><th scope="col">Service</th>
<th scope="col">Anomalies</th><th scope="col">Age</th><th scope="col">Platforms</th></tr></thead>
<tbody>
${incidents.map((incident) => incidentRow(incident, now))}
</tbody>
</table>`;
}

function incidentRow(incident: Incident, now: Date): Html {
  const { id, title, service, anomalyCount, createdAt, platforms } = incident;
  return html`<tr>
<td><a href="/dashboard/incidents/${encodeURIComponent(id)}">${title}</a><br><span class="soft">${id}</span> ${marks(incident)}</td>
<td>${severityBadge(incident)}</td>
<td>${statusBadge(incident)}</td>
<td data-label="Service">${service}</td>
<td data-label="Anomalies">${anomalyCount}</td>
<td data-label="Age"><time datetime="${createdAt}" title="${createdAt}">${age(createdAt, now)}</time></td>
<td data-label="Platforms">${platforms.join(", ") || "none"}</td>
</tr>
`;
}
