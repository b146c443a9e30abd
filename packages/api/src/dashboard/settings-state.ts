import { type IncidentSettingsView, platformNames } from "@tessera/core/settings";
import type { Form } from "./form.ts";
import { type Html, html } from "./html.ts";
import { notice } from "./page.ts";

/** Each has forms of its own; also what the page's address calls it. */
export const sections = [...platformNames, "routing", "anomaly", "llm", "noise", "maintenance"] as const;
export type Section = (typeof sections)[number];

/** What became of the form that was sent. */
export interface Outcome {
  section: Section;
  kind: "ok" | "error";
  message: string;
  /** What was entered and not saved. */
  entered?: Form | undefined;
}

export interface SettingsState {
  view: IncidentSettingsView;
  outcome: Outcome | undefined;
}

/** What was entered in a section and not saved: shown again, but for secrets. */
export function enteredIn({ outcome }: SettingsState, section: Section): Form | undefined {
  return outcome?.section === section ? outcome.entered : undefined;
}

export function sectionOf(state: SettingsState, section: Section, title: string, content: Html): Html {
  const outcome = state.outcome?.section === section ? state.outcome : undefined;
  return html`<section id="${section}">
<h2>${title}</h2>
${outcome && notice(outcome.kind, outcome.message)}
${content}
</section>
`;
}
