import type { ChangeLog } from "./changes.ts";
import type { RepairedDraft, RepairedTicket } from "./repair.ts";
import { withoutFullStop } from "./repair-text.ts";

/** Longer than this no criterion can be read. */
const criterionLimit = 200;

/** An epic without criteria is done when its tickets are (TF-47). One without tickets stays as it is. */
export function repairEpics(draft: RepairedDraft, log: ChangeLog): RepairedDraft {
  const children = Map.groupBy(draft.tickets, ({ epic }) => epic);
  const tickets = draft.tickets.map((ticket, place) => {
    const own = children.get(place) ?? [];
    if (ticket.type !== "epic" || ticket.acceptanceCriteria.length > 0 || own.length === 0) return ticket;
    log.about(ticket.position)("acceptanceCriteria", "filled_in");
    return { ...ticket, acceptanceCriteria: [doneWith(own)] };
  });
  return { ...draft, tickets };
}

function doneWith(tickets: readonly RepairedTicket[]): string {
  const named = `These tickets are accepted: ${tickets.map(({ title }) => withoutFullStop(title)).join("; ")}.`;
  return named.length <= criterionLimit ? named : "All tickets of the epic are accepted.";
}
