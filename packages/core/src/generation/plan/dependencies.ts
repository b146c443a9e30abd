import type { ChangeLog } from "../changes.ts";
import type { DraftTicket } from "../draft.ts";

/**
 * Adds wanted dependencies, by place, one after the other: one that would make tickets wait for each other in a circle
 * is left out. A ticket waits for what it depends on, and for its epic.
 */
export function addDependencies(
  tickets: readonly DraftTicket[],
  wanted: readonly (readonly number[])[],
  log: ChangeLog,
): DraftTicket[] {
  const places = new Map(tickets.map(({ ref }, place) => [ref, place]));
  const before = tickets.map(({ dependsOn, epic }) =>
    [...dependsOn, epic ?? ""].flatMap((ref) => places.get(ref) ?? []),
  );

  return tickets.map((ticket, place) => {
    const note = log.about(place);
    const added: string[] = [];
    for (const other of wanted[place] ?? []) {
      const ref = tickets[other]?.ref ?? "";
      if (ticket.dependsOn.includes(ref)) continue;
      if (other === place) note("dependsOn", "self_dropped");
      else if (waits(before, other, place)) note("dependsOn", "cycle_dropped");
      else {
        before[place]?.push(other);
        added.push(ref);
      }
    }
    return { ...ticket, dependsOn: [...ticket.dependsOn, ...added] };
  });
}

/** Whether `from` waits for `to`, directly or through others. */
function waits(before: readonly (readonly number[])[], from: number, to: number): boolean {
  const seen = new Set([from]);
  for (const place of seen) {
    if (place === to) return true;
    // A set that grows while it is walked is walked to its new end.
    for (const next of before[place] ?? []) seen.add(next);
  }
  return false;
}
