import type { ProductEvent } from "../events/index.ts";
import type { Message, Ticket } from "../tickets/index.ts";

/** What a call is about: a message that mentions agents, or a trigger that sends for one. */
export interface AgentCall {
  event: ProductEvent;
  ticket: Ticket;
  /** Null where a trigger has sent for the agent. */
  message: Message | null;
  isInternalNote: boolean;
}
