import type { HintContext } from "../deliveries/index.ts";
import type { TenantRows } from "../rows.ts";
import type { DeskContext } from "../tickets/index.ts";
import type { Agent } from "./agent.ts";

/** What an agent behind the queue is told; the texts it reads at the API. */
export interface AgentMessage {
  tenantId: string;
  handle: string;
  /** The same message may come twice: an agent keeps the pairs of handle and event that it has seen. */
  eventId: string;
  ticketId: string;
  /** Null where no message but a trigger has sent for it. */
  messageId: string | null;
  /** Whatever is answered to a note is a note. */
  isInternalNote: boolean;
}

/** Read by the operator's own workers. Sends at least once. */
export interface AgentQueue {
  send(message: AgentMessage): Promise<void>;
}

export interface AgentsContext extends DeskContext {
  agents: TenantRows<Agent>;
}

/** What calling agents needs. */
export interface DispatchContext extends AgentsContext, HintContext {
  agentQueue: AgentQueue;
}
