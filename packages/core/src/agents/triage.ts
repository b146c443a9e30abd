import { type Tag, type Ticket, type TicketCategory, type TicketPriority, tagLimit } from "../tickets/index.ts";
import { categoryWords, priorityWords } from "./triage-words.ts";

/** What the words of a ticket say about it, and which words they were. */
export interface Triage {
  category: { value: TicketCategory; words: string[] } | null;
  priority: { value: TicketPriority; words: string[] } | null;
  tags: Tag[];
}

interface Reader<Value> {
  value: Value;
  pattern: RegExp;
}

function readersOf<Value>(table: readonly (readonly [Value, readonly string[]])[]): Reader<Value>[] {
  return table.map(([value, words]) => ({ value, pattern: wholeWords(words) }));
}

function wholeWords(words: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${words.join("|")})(?![\\p{L}\\p{N}_])`, "gu");
}

const categories = readersOf(categoryWords);
const priorities = readersOf(priorityWords);

/** More of them in a note would tell nobody more. */
const shownWords = 5;

/**
 * PX-45: what the built-in agent thinks of a ticket: by fixed words, so that the same ticket always gets the same answer
 * and no text can talk it into anything else. What people have set already is not touched.
 */
export function triage(ticket: Ticket, knownTags: readonly Tag[]): Triage {
  const text = fold(`${ticket.subject}\n${ticket.description}`);
  return {
    category: ticket.category === "general" ? mostWords(text) : null,
    priority: ticket.priority === "medium" ? firstWith(text) : null,
    tags: namedTags(text, ticket, knownTags),
  };
}

function fold(text: string): string {
  return text.normalize("NFC").toLowerCase().replaceAll("’", "'");
}

function wordsIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([word]) => word.replaceAll(/\s+/g, " ")))];
}

function mostWords(text: string): Triage["category"] {
  const found = categories.map(({ value, pattern }) => ({ value, words: wordsIn(text, pattern) }));
  const most = Math.max(...found.map(({ words }) => words.length));
  const best = most === 0 ? undefined : found.find(({ words }) => words.length === most);
  return best ? { value: best.value, words: best.words.slice(0, shownWords) } : null;
}

function firstWith(text: string): Triage["priority"] {
  for (const { value, pattern } of priorities) {
    const words = wordsIn(text, pattern);
    if (words.length > 0) return { value, words: words.slice(0, shownWords) };
  }
  return null;
}

/** Tags that the ticket could carry, does not carry yet, and names. */
function namedTags(text: string, ticket: Ticket, knownTags: readonly Tag[]): Tag[] {
  const fitting = knownTags.filter(
    ({ id, teamId }) => !ticket.tagIds.includes(id) && (teamId === null || teamId === ticket.teamId),
  );
  return fitting.filter(({ name }) => isNamed(text, fold(name).trim())).slice(0, tagLimit - ticket.tagIds.length);
}

const wordCharacter = /[\p{L}\p{N}_]/u;

/** As whole words; a tag's name is anybody's text, so it is never part of a pattern. */
function isNamed(text: string, name: string): boolean {
  if (name === "") return false;
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + name.length)];
    if (!wordCharacter.test(before) && !wordCharacter.test(after)) return true;
  }
  return false;
}
