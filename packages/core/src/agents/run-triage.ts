import {
  type DeskContext,
  type Doer,
  draftMessage,
  editTicket,
  retryChange,
  saveChange,
  type Ticket,
  tenantOf,
} from "../tickets/index.ts";
import { triageAgent } from "./agent.ts";
import { type Triage, triage } from "./triage.ts";

/** The event that the agent acts upon, and how deep its change is in a chain of automations. */
export interface AgentRun {
  run: { eventId: string; name: string };
  depth: number;
}

/**
 * The built-in agent: sets what people have left at its default, and says what it did in an internal note. It never
 * writes to customers (PX-45). Ticket, note and the mark that it has acted are one transaction.
 */
export async function runTriage(context: DeskContext, ref: Ticket, { run, depth }: AgentRun): Promise<void> {
  const doer: Doer = { actor: `agent:${triageAgent.handle}`, userId: null, depth };
  await retryChange(context, async () => {
    if (await context.tickets.hasRun(run)) return;
    const ticket = await context.tickets.find(tenantOf(ref), { id: ref.id });
    if (!ticket || ticket.deletedAt !== null) return;

    const found = triage(ticket, await context.tags.all(tenantOf(ticket)));
    // A closed ticket changes no more, but for its tags (PX-21).
    const result = ticket.status === "closed" ? { ...found, category: null, priority: null } : found;
    const edited = editTicket(
      ticket,
      {
        category: result.category?.value,
        priority: result.priority?.value,
        tags: result.tags.length === 0 ? undefined : [...namesOf(ticket), ...result.tags],
      },
      { at: context.now().toISOString(), reopenDays: context.deskSettings.reopenDays },
    );
    const answer = {
      author: { kind: "agent" as const, id: triageAgent.handle },
      content: describeTriage(result),
      isInternalNote: true,
    };
    const { change, extras } = await draftMessage(context, edited.ticket, answer, doer);
    const facts = [...edited.facts, ...change.facts];
    await saveChange(context, ticket, { ticket: change.ticket, facts }, doer, { ...extras, run });
  });
}

/** The tags that stay: `editTicket` asks for all of them, and records those that come. */
function namesOf({ tagIds }: Ticket): { id: string; name: string }[] {
  return tagIds.map((id) => ({ id, name: id }));
}

/** In words of our own: of the ticket's text only what stands in our tables is repeated. */
export function describeTriage({ category, priority, tags }: Triage): string {
  const because = (words: readonly string[]) => `(${words.map((word) => `"${word}"`).join(", ")})`;
  const parts = [
    category && `category ${category.value} ${because(category.words)}`,
    priority && `priority ${priority.value} ${because(priority.words)}`,
    tags.length > 0 && `tags ${tags.map(({ name }) => `\`${name.replaceAll("`", "'")}\``).join(", ")}`,
  ].filter((part) => typeof part === "string");
  return parts.length === 0 ? "Triage: nothing to set." : `Triage: ${parts.join("; ")}.`;
}
