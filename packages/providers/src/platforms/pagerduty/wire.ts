/** PagerDuty's Events API v2, as far as we use it. What it answers beside its status is of no use to us. */
export interface PagerdutyEvent {
  routing_key: string;
  event_action: "trigger" | "acknowledge" | "resolve";
  dedup_key: string;
  client: string;
  client_url?: string;
  links?: { href: string; text: string }[];
  payload: {
    summary: string;
    source: string;
    severity: "critical" | "error" | "warning" | "info";
    timestamp: string;
    component: string;
    custom_details: Record<string, string>;
  };
}

/** Shown beside a service; it makes no incident and wakes nobody up. */
export interface PagerdutyChangeEvent {
  routing_key: string;
  payload: { summary: string; source: string };
}
