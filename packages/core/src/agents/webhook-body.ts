import { authorText } from "../tickets/index.ts";
import type { AgentProfile } from "./agent.ts";
import type { AgentCall } from "./agent-call.ts";

/** UTF-16 units: however it is written in JSON, the body stays within what a delivery may carry. */
const contentLimit = 8_000;

/** What an agent behind a webhook is told: where the ticket stands, and the member's message that calls it (PX-45). */
export function webhookBody({ handle }: AgentProfile, { event, ticket, message, isInternalNote }: AgentCall): string {
  const { id, number, subject, status, priority, category, source, teamId, assigneeId } = ticket;
  return JSON.stringify({
    event,
    agent: { handle },
    ticket: { id, number, subject, status, priority, category, source, teamId, assigneeId },
    message: message && {
      id: message.id,
      author: authorText(message.author),
      content: message.content.slice(0, contentLimit).toWellFormed(),
      isCut: message.content.length > contentLimit,
    },
    /** Whatever is answered to a note must be a note. */
    isInternalNote,
  });
}
