import type { IncidentBrief, PlatformMessage } from "@tessera/core/incidents";
import { type Fact, factsOf, headlineOf, noticeOf } from "../brief.ts";
import { escapeMarkup, line } from "../text.ts";
import type { SlackMessage, SlackSection, SlackText } from "./wire.ts";

/** Slack cuts a text at 3,000 characters, and one of two columns at 2,000. */
const textLimit = 2_900;
const fieldLimit = 1_900;

/** K9: `<!channel>`, `<@U1>` and `<https://...|text>` of an incident are shown as they are written. */
export function toMessage({ action, incident }: PlatformMessage, channel: string | null): SlackMessage {
  const isNews = action === "trigger";
  const text = line(isNews ? headlineOf(incident) : noticeOf(incident, action), textLimit, escapeMarkup);
  return compose([section(text), ...(isNews ? factSections(incident) : []), ...linkSection(incident)], text, channel);
}

export function toProbe(channel: string | null): SlackMessage {
  const text = "Tessera connection test: incidents will be posted here.";
  return compose([section(text)], text, channel);
}

function compose(blocks: SlackSection[], text: string, channel: string | null): SlackMessage {
  return { text, blocks, unfurl_links: false, ...(channel !== null && { channel }) };
}

/** The short facts in two columns, each of the long ones below. */
function factSections(incident: IncidentBrief): SlackSection[] {
  const facts = factsOf(incident);
  const fields = facts.filter(({ isLong }) => !isLong).map((fact) => mrkdwn(labelled(fact, fieldLimit)));
  const long = facts.filter(({ isLong }) => isLong).map((fact) => section(labelled(fact, textLimit)));
  return [{ type: "section", fields }, ...long];
}

const labelled = ({ label, text }: Fact, limit: number) => `*${label}:* ${line(text, limit, escapeMarkup)}`;

function linkSection({ link }: IncidentBrief): SlackSection[] {
  if (link === null) return [];
  const target = link.replaceAll("|", "%7C");
  return [section(`<${line(target, textLimit, escapeMarkup)}|Open the incident>`)];
}

const section = (text: string): SlackSection => ({ type: "section", text: mrkdwn(text) });

const mrkdwn = (text: string): SlackText => ({ type: "mrkdwn", text, verbatim: true });
