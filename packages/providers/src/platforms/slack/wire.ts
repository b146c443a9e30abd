/** What an incoming webhook of Slack takes, as far as we use it. It answers "ok". */
export interface SlackMessage {
  /** For notifications, and for what cannot show blocks. */
  text: string;
  blocks: SlackSection[];
  unfurl_links: false;
  /** Only webhooks of the old kind have a choice; the others post to the channel that they were made for. */
  channel?: string;
}

export interface SlackSection {
  type: "section";
  text?: SlackText;
  fields?: SlackText[];
}

export interface SlackText {
  type: "mrkdwn";
  text: string;
  /** Slack makes no links and mentions of what looks like one. */
  verbatim: true;
}
