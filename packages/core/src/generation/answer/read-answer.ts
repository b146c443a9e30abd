import type { Note } from "../changes.ts";
import { resultTicketLimit } from "../options.ts";
import { findObjects } from "./find-objects.ts";
import { findTickets, onlyDraft } from "./find-tickets.ts";

export type AnswerVerdict = { kind: "read"; answer: { tickets: unknown[] } } | { kind: "unreadable"; problem: string };

/** In UTF-16 units: more than fifty detailed tickets need, and little enough to look at in a moment. */
const answerLimit = 1_000_000;

/** A list this much too long is not worth a look at its single tickets. */
const ticketReadLimit = 4 * resultTicketLimit;

/** How the models' hosts say that an answer stops before its end (D2). */
const cutOffReasons = new Set([
  ...["length", "max_tokens", "max_output_tokens", "max_completion_tokens", "model_length"],
  ...["model_context_window_exceeded", "pause_turn", "incomplete"],
]);

/** How they say that there is none (D10). */
const refusedReasons = new Set([
  ...["content_filter", "content_filtered", "guardrail_intervened", "refusal", "safety", "image_safety", "recitation"],
  ...["blocklist", "prohibited_content", "spii", "language", "malformed_function_call", "unexpected_tool_call"],
]);

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

/** What a finish reason says against reading an answer, in whatever words its host has for it; undefined: nothing. */
export function faultOfEnd(finishReason: string | null): "cutOff" | "refused" | undefined {
  const reason = finishReason?.toLowerCase().replaceAll("-", "_") ?? "";
  if (cutOffReasons.has(reason)) return "cutOff";
  return refusedReasons.has(reason) ? "refused" : undefined;
}

/** Finds the one object with tickets in a model's answer. An answer that was cut off is never read (D1, D2). */
export function readAnswer(answer: string, finishReason: string | null, note: Note): AnswerVerdict {
  const fault = faultOfEnd(finishReason);
  if (fault) return unreadable(fault);
  if (answer.trim() === "") return unreadable("empty");
  if (answer.length > answerLimit) return unreadable("tooLong");

  const search = findObjects(answer);
  if (search.kind === "cut_off") return unreadable("cutOff");
  if (search.kind === "too_deep") return unreadable("tooDeep");

  const found = onlyDraft(
    search.objects.flatMap((object) => findTickets(object) ?? []),
    note,
  );
  if (found === "none") return unreadable("noObject");
  if (found === "several") return unreadable("manyObjects");
  if (found.answer.tickets.length > ticketReadLimit) return unreadable("manyTickets");
  if (search.textAround) note("answer", "surrounding_text_removed");
  for (const mend of search.mends) note("answer", mend);
  if (found.unwrapped) note("answer", "unwrapped");
  if (found.renamed) note("tickets", "keys_renamed");
  return { kind: "read", answer: found.answer };
}

function unreadable(problem: keyof typeof problems): AnswerVerdict {
  return { kind: "unreadable", problem: problems[problem] };
}
