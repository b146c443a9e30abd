import type { IncidentBrief } from "@tessera/core/incidents";
import type { PlatformConfigs } from "@tessera/core/settings";
import { factsOf, headlineOf, noticeOf } from "../brief.ts";
import { type Escape, line } from "../text.ts";
import type { Note } from "../ticket-platform.ts";
import type { JiraIssue, JiraSearch } from "./wire.ts";

const priorities: Record<IncidentBrief["severity"], JiraIssue["fields"]["priority"]["name"]> = {
  critical: "Highest",
  high: "High",
  medium: "Medium",
  low: "Low",
};

export function toIssue(incident: IncidentBrief, config: PlatformConfigs["jira"]): JiraIssue {
  return {
    fields: {
      project: { key: config.projectKey },
      issuetype: { name: config.issueType },
      summary: line(headlineOf(incident), 255),
      description: describe(incident),
      priority: { name: priorities[incident.severity] },
      labels: ["tessera", labelOf(incident), `severity-${incident.severity}`],
    },
  };
}

/** By our label: Jira knows no key against duplicates. */
export function toSearch(incident: IncidentBrief, projectKey: string): JiraSearch {
  const jql = `project = "${projectKey}" AND labels = "${labelOf(incident)}" ORDER BY created ASC`;
  return { jql, fields: ["summary"], maxResults: 1 };
}

export function toComment({ message, marker }: Note): { body: string } {
  const notice = line(noticeOf(message.incident, message.action), 1_000, escapeWiki);
  return { body: `${notice}.\n\n${marker}` };
}

const labelOf = (incident: IncidentBrief) => `tessera-${incident.id}`;

/** 13 facts and a link at most: together they keep to Jira's 32,767 characters. */
function describe(incident: IncidentBrief): string {
  const facts = factsOf(incident).map(({ label, text }) => `*${label}:* ${line(text, 2_000, escapeWiki)}`);
  const link = incident.link?.replace(/[|\]\\]/g, encodeURIComponent);
  return [...facts, ...(link ? [`[Open the incident|${link}]`] : [])].join("\n");
}

/**
 * K9: macros, links, mentions, images and marks are shown as they are written. What counts at the start of a line only
 * (`h1.`, `bq.`) never stands there. A backslash would undo the escape behind it, so a space without width parts them.
 */
const escapeWiki: Escape = (character, before, after) => {
  if (character === "\\") return "\\\u200b";
  // Within a word these two mean nothing: names and ids stay as they are.
  if (/[-_]/.test(character) && isWordPart(before) && isWordPart(after)) return character;
  return /[{}[\]()!|*_\-+^~?#%@]/.test(character) ? `\\${character}` : character;
};

const isWordPart = (character: string) => /^[\p{L}\p{N}]$/u.test(character);
