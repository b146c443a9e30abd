import type { Draft } from "./draft.ts";
import { findObjects } from "./find-objects.ts";
import { isRecord, LooseDraft } from "./loose-draft.ts";
import { resultTicketLimit } from "./options.ts";

export type ReadVerdict = { kind: "read"; draft: Draft } | { kind: "unreadable"; problem: string };

/** In UTF-16 units: more than fifty detailed tickets need, and little enough to look at in a moment. */
const answerLimit = 1_000_000;

/** A list this much too long is not worth a look at its single tickets. */
const ticketReadLimit = 4 * resultTicketLimit;

/** How the models' hosts say that an answer stops before its end (D2), and that there is none (D10). */
const cutOffReasons = ["length", "max_tokens", "max_output_tokens", "model_length", "model_context_window_exceeded"];
const refusedReasons = ["content_filter", "refusal", "safety", "recitation", "blocklist", "prohibited_content", "spii"];

const problems = {
  empty: "The answer is empty. Answer with one JSON object that holds the tickets.",
  refused: "The answer was withheld or refused. Answer with one JSON object that holds the tickets.",
  tooLong: `The answer is longer than ${answerLimit} characters. Write shorter texts.`,
  cutOff: "The answer was cut off before its end. Write a shorter answer, and end the JSON object.",
  tooDeep: "The answer is nested too deeply. Answer with one flat JSON object that holds the tickets.",
  noObject: 'The answer holds no JSON object with a list "tickets". Answer with exactly one, and nothing else.',
  manyObjects: 'The answer holds several JSON objects with a list "tickets". Answer with exactly one.',
  manyTickets: `The answer holds far too many tickets. Write at most ${resultTicketLimit}.`,
} as const;

/**
 * Finds the draft in a model's answer and reads it field by field: a field that is missing or of the wrong kind is
 * empty afterwards, and `findProblems` says so. An answer that was cut off is never read (D2).
 */
export function readDraft(answer: string, finishReason: string | null): ReadVerdict {
  const reason = finishReason?.toLowerCase() ?? "";
  if (cutOffReasons.includes(reason)) return unreadable("cutOff");
  if (refusedReasons.includes(reason)) return unreadable("refused");
  if (answer.trim() === "") return unreadable("empty");
  if (answer.length > answerLimit) return unreadable("tooLong");

  const search = findObjects(answer);
  if (search.kind === "cut_off") return unreadable("cutOff");
  if (search.kind === "too_deep") return unreadable("tooDeep");

  const [draft, another] = search.objects.filter(hasTickets);
  if (!draft) return unreadable("noObject");
  if (another) return unreadable("manyObjects");
  if (draft.tickets.length > ticketReadLimit) return unreadable("manyTickets");
  return { kind: "read", draft: LooseDraft.parse(draft) };
}

function unreadable(problem: keyof typeof problems): ReadVerdict {
  return { kind: "unreadable", problem: problems[problem] };
}

function hasTickets(value: unknown): value is { tickets: unknown[] } {
  return isRecord(value) && Array.isArray(value.tickets);
}
