import type { Incident } from "@tessera/core/incidents";
import { type Html, html } from "./html.ts";

export function severityBadge({ severity }: Pick<Incident, "severity">): Html {
  return html`<span class="badge ${severity}">${severity}</span>`;
}

export function statusBadge({ status }: Pick<Incident, "status">): Html {
  return html`<span class="badge ${status}">${status}</span>`;
}

/** What people should know of an incident before they trust its words or wait for a page (LC-26, G-12). */
export function marks({ rca, suppressedBy }: Incident): Html {
  return html`${rca.source === "fallback" && badge("Fallback", "Written by our own rules, without an LLM")}
${suppressedBy === "flapping" && badge("Flapping", "Opened too often: no platform was told")}`;
}

function badge(word: string, meaning: string): Html {
  return html`<span class="badge mark" title="${meaning}">${word}</span>`;
}
