import type { Note } from "./changes.ts";
import type { Draft, DraftTicket } from "./draft.ts";
import { comparable } from "./text.ts";
import { meansNothing } from "./vocabulary.ts";

/** Positions are those of the tickets in the draft, from 0. */
export interface References {
  /** The tickets that a list names, each once. What names no ticket, or several, is left out and noted. */
  positions(refs: readonly string[], field: string, note: Note): number[];
  /** The one ticket that a `ref` names; null where it means none, undefined where it names none or several. */
  position(ref: string | null, field: string, note: Note): number | null | undefined;
}

/** How long a `ref` may be and still be a ticket's title. */
const longestName = 200;

/** Names of tickets: their `ref`, and where nothing has it, one that is spelled nearly so, a ticket's number, its title. */
export function readReferences(tickets: readonly Pick<DraftTicket, "ref" | "title">[]): References {
  const byRef = Map.groupBy(tickets.keys(), (position) => tickets[position]?.ref.trim() ?? "");
  const bySpelling = Map.groupBy(tickets.keys(), (position) => spellingOf(tickets[position]?.ref ?? ""));
  const byTitle = Map.groupBy(tickets.keys(), (position) => comparable(tickets[position]?.title ?? ""));
  // "2" may be the second ticket, but not where refs are numbers of the model's own.
  const numbered = [...byRef.keys()].some((ref) => /^\d+$/.test(ref));

  const named = (name: string, field: string, note: Note): readonly number[] => {
    const own = byRef.get(name);
    if (own) return own;
    const spelled = bySpelling.get(spellingOf(name)) ?? [];
    if (spelled.length === 1) {
      note(field, "matched_by_spelling");
      return spelled;
    }
    const number = numbered ? undefined : /^(?:ticket |#)?(\d{1,3})$/i.exec(name)?.[1];
    if (number !== undefined && tickets[Number(number) - 1]) {
      note(field, "matched_by_number");
      return [Number(number) - 1];
    }
    const titled = name.length <= longestName ? (byTitle.get(comparable(name)) ?? []) : [];
    if (titled.length === 1) note(field, "matched_by_title");
    return titled;
  };

  const position: References["position"] = (ref, field, note) => {
    if (ref === null || ref.trim() === "") return null;
    const [only, another] = named(ref.trim(), field, note);
    if (only === undefined) return meansNothing(ref) ? null : undefined;
    return another === undefined ? only : undefined;
  };

  const positions: References["positions"] = (refs, field, note) => {
    const found: number[] = [];
    const seen = new Set<number>();
    for (const ref of refs) {
      const at = position(ref, field, note);
      if (at === undefined) note(field, "unknown_dropped");
      else if (at !== null && seen.has(at)) note(field, "duplicate_dropped");
      else if (at !== null) {
        seen.add(at);
        found.push(at);
      }
    }
    return found;
  };
  return { position, positions };
}

/** "T1" for "t-01"; itself for what is too long for a `ref`, or holds nothing but marks. */
function spellingOf(ref: string): string {
  if (ref.length > longestName) return ref;
  const bare = ref.toLowerCase().replace(/[-_\s]+/g, "");
  return bare.replace(/(?<!\d)0+(?=\d)/g, "") || ref;
}

/** Groups of tickets under one `ref` that something refers to: nobody can tell which of them is meant (D4). */
export function sharedRefs(draft: Draft): number[][] {
  const positions = Map.groupBy(draft.tickets.keys(), (position) => draft.tickets[position]?.ref.trim() ?? "");
  return [...new Set(usedRefs(draft))]
    .filter((ref) => ref !== "")
    .map((ref) => positions.get(ref) ?? [])
    .filter((sharing) => sharing.length > 1);
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
