/** Opsgenie's Alert API, as far as we use it. It takes requests and carries them out later, so its answers say nothing. */
export interface OpsgenieAlert {
  message: string;
  alias: string;
  description: string;
  priority: "P1" | "P2" | "P3" | "P4";
  source: string;
  entity: string;
  tags: string[];
  details: Record<string, string>;
  responders?: { type: "team"; name: string }[];
}

export interface OpsgenieAction {
  source: string;
  note: string;
}
