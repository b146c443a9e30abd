import type { Forwarding, Incident, TimelineEntry } from "@tessera/core/incidents";
import { type Html, html, instant, outgoingLink } from "./html.ts";

/** What each platform was told, is still to be told, and did not take (LC-29, LC-50). */
export function notifications(forwardings: readonly Forwarding[]): Html | "" {
  if (forwardings.length === 0) return "";
  return html`<section>
<h2>Notifications</h2>
<table>
<thead><tr><th scope="col">Platform</th><th scope="col">Reference</th><th scope="col">Message</th><th scope="col">Result</th>
<th scope="col">Attempts</th><th scope="col">When</th></tr></thead>
<tbody>
${forwardings.map(messageRows)}
</tbody>
</table>
</section>`;
}

function messageRows({ platform, ref, url, messages }: Forwarding): Html[] {
  const reference = url === null ? (ref ?? "none") : outgoingLink(url, ref ?? url);
  return messages.map(
    ({ action, status, reason, attempts, attemptedAt, createdAt }) => html`<tr>
<td>${platform}</td>
<td data-label="Reference">${reference}</td>
<td data-label="Message">${action}</td>
<td data-label="Result"><b class="${status}">${status}</b>${reason !== null && `: ${reason}`}</td>
<td data-label="Attempts">${attempts}</td>
<td data-label="When">${instant(attemptedAt ?? createdAt)}</td>
</tr>
`,
  );
}

/** The customers who feel it, and who mends it (G-4). */
export function linkedWork({ ticketIds, issueId }: Incident): Html | "" {
  if (ticketIds.length === 0 && issueId === null) return "";
  return html`<section>
<h2>Linked work</h2>
<dl>
${ticketIds.length > 0 && html`<dt>Support tickets</dt><dd>${ticketIds.join(", ")}</dd>`}
${issueId !== null && html`<dt>Issue</dt><dd>${issueId}</dd>`}
</dl>
</section>`;
}

/** Everything that has happened to it, oldest first. */
export function timeline(entries: readonly TimelineEntry[]): Html {
  return html`<section>
<h2>Timeline</h2>
<ol class="timeline">
${entries.map(
  ({ action, at, actor, text }) => html`<li><b>${action.replaceAll("_", " ")}</b>
<span class="soft">${instant(at)}, ${actor}</span><br><span class="words">${text}</span></li>
`,
)}
</ol>
</section>`;
}
