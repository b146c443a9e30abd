import type { Draft } from "./draft.ts";
import { meansNothing } from "./vocabulary.ts";

/** Positions are those of the tickets in the draft, from 0. */
export interface References {
  /** The tickets that a list of `ref`s names, each once. What names no ticket, or several, is left out. */
  positions(refs: readonly string[]): number[];
  /** The one ticket that a `ref` names; null where it is empty, undefined where it names none or several. */
  position(ref: string | null): number | null | undefined;
  /** Groups of tickets under one `ref` that something refers to: nobody can tell which of them is meant (D4). */
  shared: number[][];
}

/** Reads every `ref` of a draft once. A `ref` that several tickets have and nothing refers to does no harm. */
export function readReferences(draft: Draft): References {
  const byRef = new Map<string, number[]>();
  for (const [position, ticket] of draft.tickets.entries()) {
    const ref = ticket.ref.trim();
    if (ref !== "") byRef.set(ref, [...(byRef.get(ref) ?? []), position]);
  }

  const position = (ref: string | null): number | null | undefined => {
    if (ref === null) return null;
    const named = byRef.get(ref.trim()) ?? [];
    if (named.length === 0) return meansNothing(ref) ? null : undefined;
    return named.length === 1 ? named[0] : undefined;
  };
  const shared = [...new Set(usedRefs(draft))].map((ref) => byRef.get(ref) ?? []).filter((named) => named.length > 1);
  return {
    position,
    positions: (refs) => [...new Set(refs.flatMap((ref) => position(ref) ?? []))],
    shared,
  };
}

function usedRefs(draft: Draft): string[] {
  const lists = [
    ...draft.tickets.map((ticket) => ticket.dependsOn),
    ...draft.tickets.map((ticket) => (ticket.epic === null ? [] : [ticket.epic])),
    ...draft.risks.map((risk) => risk.tickets),
    ...draft.openQuestions.map((question) => question.tickets),
  ];
  return lists.flat().map((ref) => ref.trim());
}
