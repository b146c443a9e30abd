import type { Note } from "../changes.ts";
import { isRecord } from "./values.ts";

/** A draft that was found somewhere in an answer, in the form of one. */
export interface FoundTickets {
  answer: { tickets: unknown[] };
  /** It stood inside something else. */
  unwrapped: boolean;
  /** Its list had another name. */
  renamed: boolean;
}

/** Other names of the list, where its entries look like tickets. */
const listNames = ["issues", "items", "stories"] as const;

/** `{ result: { data: { tickets } } }` is as deep as models wrap. */
const wrapperLimit = 3;

/** The draft in a value: itself, a bare list of tickets, or what stands in objects around it, whose other fields stay. */
export function findTickets(value: unknown): FoundTickets | undefined {
  if (looksLikeTickets(value)) return { answer: { tickets: value }, unwrapped: true, renamed: false };
  if (!Array.isArray(value)) return ticketsIn(value, wrapperLimit);
  const found = value.length === 1 ? ticketsIn(value[0], wrapperLimit) : undefined;
  return found && { ...found, unwrapped: true };
}

/** Of several drafts the one that has tickets, where all that have some are equal. */
export function onlyDraft(found: readonly FoundTickets[], note: Note): FoundTickets | "none" | "several" {
  const filled = found.filter(({ answer }) => answer.tickets.length > 0);
  const different = new Set(filled.length > 1 ? filled.map(({ answer }) => JSON.stringify(answer)) : []);
  const draft = filled.at(-1) ?? found.at(-1);
  if (!draft) return "none";
  if (different.size > 1) return "several";
  if (filled.length > 1) note("answer", "duplicate_dropped");
  if (found.length > Math.max(1, filled.length)) note("answer", "empty_dropped");
  return draft;
}

function ticketsIn(value: unknown, depth: number): FoundTickets | undefined {
  if (!isRecord(value)) return undefined;
  if (hasTickets(value)) return { answer: value, unwrapped: false, renamed: false };
  for (const name of listNames) {
    const { [name]: tickets, ...rest } = value;
    if (looksLikeTickets(tickets)) return { answer: { ...rest, tickets }, unwrapped: false, renamed: true };
  }
  if (depth === 0) return undefined;
  const [only, another] = Object.entries(value).flatMap(([key, inner]) => {
    const found = ticketsIn(inner, depth - 1);
    return found ? [{ key, found }] : [];
  });
  if (!only || another) return undefined;
  const { [only.key]: _wrapped, ...around } = value;
  return { ...only.found, answer: { ...around, ...only.found.answer }, unwrapped: true };
}

function hasTickets(value: Record<string, unknown>): value is { tickets: unknown[] } {
  return Array.isArray(value.tickets);
}

function looksLikeTickets(value: unknown): value is unknown[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((item) => isRecord(item) && typeof item.title === "string");
}
