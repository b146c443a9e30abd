import { authorizeIncidents, authorizeMember } from "../access/index.ts";
import { requireIncident } from "../incidents/index.ts";
import { findTag, type Ticket } from "../tickets/index.ts";
import type { Issue } from "../work-items/index.ts";
import type { LinkContext } from "./ports.ts";

export interface IncidentLinks {
  tickets: Ticket[];
  issue: Issue | null;
  /** Tickets at work that carry a tag with the name of the service, and are not linked yet. */
  suggestedTickets: Ticket[];
}

const suggestionLimit = 20;
const working = ["open", "pending", "on_hold"] as const;

/** G-4: what an incident is linked to, and which tickets of its service it might be linked to as well. */
export async function getIncidentLinks(context: LinkContext, input: { id: string }): Promise<IncidentLinks> {
  const { tenantId } = authorizeIncidents(context, "read");
  authorizeMember(context, "issues.read");

  const { service, ticketIds, issueId } = await requireIncident(context, tenantId, input.id);
  const tag = findTag(await context.tags.all(tenantId), service, null);
  const [found, issue, page] = await Promise.all([
    Promise.all(ticketIds.map((id) => context.tickets.find(tenantId, { id }))),
    issueId === null ? undefined : context.issues.find(tenantId, { id: issueId }),
    tag &&
      context.tickets.list(tenantId, {
        limit: suggestionLimit,
        filter: { tagId: [tag.id], status: [...working] },
        sort: "-createdAt",
        now: context.now(),
      }),
  ]);
  return {
    // A deleted ticket keeps its link, for whoever restores it.
    tickets: found.flatMap((ticket) => (ticket && ticket.deletedAt === null ? [ticket] : [])),
    issue: issue ?? null,
    suggestedTickets: (page?.items ?? []).filter(({ id }) => !ticketIds.includes(id)),
  };
}
