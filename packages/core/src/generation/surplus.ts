import type { ChangeLog } from "./changes.ts";
import type { GenerationOptions } from "./options.ts";
import type { RepairedDraft, RepairedTicket } from "./repair.ts";

/** What a ticket without a priority counts as. */
const unstated = "medium";
const ranks = { critical: 0, high: 1, medium: 2, low: 3 } as const;

const droppedReason = "Its ticket was left out: the draft held more tickets than were allowed.";

/**
 * Leaves out the tickets beyond the maximum (D3). Tickets are kept by priority, those of one priority in the order of the
 * answer; an epic comes with the first of its tickets, if there is room for both, and an epic of none comes last. Never
 * where an exact number was asked for.
 */
export function dropSurplus(
  draft: RepairedDraft,
  { ticketCount, maxTicketCount }: GenerationOptions,
  log: ChangeLog,
): RepairedDraft {
  if (ticketCount !== null || draft.tickets.length <= maxTicketCount) return draft;
  const kept = [...keptPlaces(draft.tickets, maxTicketCount)].sort((a, b) => a - b);
  const placeOf = new Map(kept.map((place, index) => [place, index]));
  for (const { position } of draft.tickets)
    if (!placeOf.has(position)) log.about(position)("ticket", "surplus_dropped");

  const remaining = (places: readonly number[], field: string, position: number | null): number[] => {
    const left = places.flatMap((place) => placeOf.get(place) ?? []);
    for (let lost = left.length; lost < places.length; lost += 1) log.about(position)(field, "surplus_dropped");
    return left;
  };
  const tickets = kept.flatMap((place) => {
    const ticket = draft.tickets[place];
    return ticket ? [withoutDropped(ticket, remaining)] : [];
  });
  return {
    ...draft,
    tickets,
    risks: draft.risks.map((risk) => ({ ...risk, tickets: remaining(risk.tickets, "risks.tickets", null) })),
    openQuestions: draft.openQuestions.map((question) => ({
      ...question,
      tickets: remaining(question.tickets, "openQuestions.tickets", null),
    })),
    notCovered: [...draft.notCovered, ...lostRequirements(draft.tickets, tickets)],
    sharedRefs: draft.sharedRefs
      .map((sharing) => sharing.flatMap((place) => placeOf.get(place) ?? []))
      .filter(({ length }) => length > 1),
  };
}

function keptPlaces(tickets: readonly RepairedTicket[], room: number): Set<number> {
  const kept = new Set<number>();
  const byRank = [...tickets.keys()].sort((a, b) => rankOf(tickets[a]) - rankOf(tickets[b]) || a - b);
  const isEpic = (place: number): boolean => tickets[place]?.type === "epic";
  for (const place of [...byRank.filter((place) => !isEpic(place)), ...byRank.filter(isEpic)]) {
    if (kept.size >= room) break;
    kept.add(place);
    const epic = tickets[place]?.epic;
    if (typeof epic === "number" && isEpic(epic) && kept.size < room) kept.add(epic);
  }
  return kept;
}

function rankOf(ticket: RepairedTicket | undefined): number {
  return ranks[ticket?.priority ?? unstated];
}

function withoutDropped(
  ticket: RepairedTicket,
  remaining: (places: readonly number[], field: string, position: number) => number[],
): RepairedTicket {
  const { position, epic } = ticket;
  const dependsOn = remaining(ticket.dependsOn, "dependsOn", position);
  if (typeof epic !== "number") return { ...ticket, dependsOn };
  const [parent = null] = remaining([epic], "epic", position);
  return { ...ticket, dependsOn, epic: parent };
}

/** Requirements that only tickets covered which were left out. */
function lostRequirements(all: readonly RepairedTicket[], kept: readonly RepairedTicket[]) {
  const covered = new Set(kept.flatMap(({ covers }) => covers));
  const lost = new Set(all.flatMap(({ covers }) => covers.filter((id) => !covered.has(id))));
  return [...lost].map((requirement) => ({ requirement, reason: droppedReason }));
}
