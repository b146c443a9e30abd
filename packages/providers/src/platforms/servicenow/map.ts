import type { IncidentBrief } from "@tessera/core/incidents";
import { factsOf, headlineOf, noticeOf } from "../brief.ts";
import { line } from "../text.ts";
import type { Note } from "../ticket-platform.ts";
import type { ServicenowRecord } from "./wire.ts";

type Levels = Pick<ServicenowRecord, "urgency" | "impact">;

/** By ServiceNow's own matrix: priorities 1, 2, 3 and 5. */
const levels: Record<IncidentBrief["severity"], Levels> = {
  critical: { urgency: "1", impact: "1" },
  high: { urgency: "1", impact: "2" },
  medium: { urgency: "2", impact: "2" },
  low: { urgency: "3", impact: "3" },
};

export function toRecord(incident: IncidentBrief, assignmentGroup: string | null): ServicenowRecord {
  const facts = factsOf(incident).map(({ label, text }) => `${label}: ${plain(text, 2_000)}`);
  const link = incident.link === null ? [] : [`Link: ${incident.link}`];
  return {
    short_description: plain(headlineOf(incident), 160),
    description: [...facts, ...link].join("\n"),
    ...levels[incident.severity],
    correlation_id: incident.id,
    correlation_display: "Tessera",
    ...(assignmentGroup !== null && { assignment_group: assignmentGroup }),
  };
}

/** An encoded query: the id is ours, so it holds none of its operators. */
export function toQuery(incident: IncidentBrief): string {
  return `correlation_id=${incident.id}^ORDERBYsys_created_on`;
}

export function toWorkNotes({ message, marker }: Note): { work_notes: string } {
  return { work_notes: `${plain(noticeOf(message.incident, message.action), 1_000)}.\n\n${marker}` };
}

/** K9: fields are plain text, but notes show what stands between `[code]` tags as HTML. */
function plain(text: string, limit: number): string {
  return line(text.replace(/\[(\s*\/?\s*code\s*)\]/gi, "($1)"), limit);
}
