import * as z from "zod";
import { AuditHead } from "../audit/index.ts";

export const agentKinds = ["builtin", "webhook", "queue"] as const;

/** What a mention can spell (PX-45): it never ends in a dot, a dash or an underscore. */
export const agentHandle = /^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/;

/** Who works on tickets when it is mentioned, or when a trigger sends for it (PX-45). */
export const Agent = z.object({
  id: z.string(),
  tenantId: z.string(),
  /** In lower case. */
  handle: z.string(),
  name: z.string(),
  kind: z.enum(agentKinds),
  /** Of a webhook; null for all others. */
  url: z.string().nullable(),
  enabled: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.number().int().min(1),
  audit: AuditHead,
});
export type Agent = z.infer<typeof Agent>;

/** An agent as tickets see it. */
export type AgentProfile = Pick<Agent, "handle" | "name" | "kind" | "url" | "enabled">;

/** The one that every tenant has, as long as no row of its own says otherwise. */
export const triageAgent: AgentProfile = {
  handle: "triage-agent",
  name: "Triage agent",
  kind: "builtin",
  url: null,
  enabled: true,
};
