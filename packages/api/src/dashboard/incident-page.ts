import type { Incident, IncidentMove, IncidentView } from "@tessera/core/incidents";
import type { PlatformName } from "@tessera/core/settings";
import { marks, severityBadge, statusBadge } from "./badges.ts";
import { type Html, html, instant } from "./html.ts";
import { actions, forwardForm, noteForm } from "./incident-forms.ts";
import { linkedWork, notifications, timeline } from "./incident-story.ts";
import { notice } from "./page.ts";
import type { Viewer } from "./viewer.ts";

export interface IncidentFacts {
  shown: IncidentView;
  /** What it may be asked to do where it stands (LC-8). */
  moves: readonly IncidentMove[];
  /** What may be told of it. */
  enabled: readonly PlatformName[];
  viewer: Viewer;
  fault?: string | undefined;
  /** A note that was not saved. */
  note?: string | undefined;
}

/** LC-4: everything about one incident, and what can be done about it. */
export function incidentContent({ shown, moves, enabled, viewer, fault, note }: IncidentFacts): Html {
  const { incident, forwardings } = shown;
  return html`<p class="soft">${incident.id}</p>
<h1>${incident.title}</h1>
<p>${severityBadge(incident)} ${statusBadge(incident)} ${marks(incident)}</p>
${fault !== undefined && notice("error", fault)}
${viewer.mayWrite && actions(incident, moves, enabled)}
${analysis(incident)}
${facts(incident)}
${notifications(forwardings)}
${viewer.mayWrite && forwardForm(incident, enabled)}
${linkedWork(incident)}
${timeline(shown.timeline)}
${viewer.mayWrite && noteForm(incident, note)}`;
}

function analysis({ rca }: Incident): Html {
  return html`<section>
<h2>Root cause</h2>
<p class="words">${rca.rootCause}</p>
<h2>Impact</h2>
<p class="words">${rca.impact}</p>
<h2>Steps to reproduce</h2>
<ol>${rca.reproduceSteps.map((step) => html`<li>${step}</li>`)}</ol>
<h2>Suggested fix</h2>
<p class="words">${rca.suggestedFix}</p>
</section>`;
}

function facts(incident: Incident): Html {
  const { service, affectedServices, anomalyScore, anomalyCount, lastAnomalyAt, traceId, platforms } = incident;
  const rows: [string, Html | string | number | null][] = [
    ["Service", service],
    ["Affected services", affectedServices.join(", ")],
    ["Anomalies", anomalyCount],
    ["Score", anomalyScore],
    ["Last anomaly", instant(lastAnomalyAt)],
    ["Trace", traceId],
    ["Platforms", platforms.join(", ") || "none"],
    ["Created", instant(incident.createdAt)],
    ["Updated", instant(incident.updatedAt)],
    ["Acknowledged", stamp(incident.acknowledgedAt)],
    ["Escalated", stamp(incident.escalatedAt)],
    ["Escalated to", incident.escalatedTo.join(", ") || null],
    ["Resolved", stamp(incident.resolvedAt)],
    ["Reopened", stamp(incident.reopenedAt)],
    ["Resolves by itself", stamp(incident.autoResolveAt)],
  ];
  const known = rows.filter(([, value]) => value !== null);
  return html`<section>
<h2>Facts</h2>
<dl>
${known.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
</dl>
</section>`;
}

function stamp(at: string | null): Html | null {
  return at === null ? null : instant(at);
}
