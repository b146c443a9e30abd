import type { Ticket } from "../result.ts";
import { splitSentences } from "./sentences.ts";
import { contentWords } from "./words.ts";

/** A ticket's description is read this far: sentences beyond it are nothing that anybody works from. */
const mostPassages = 300;

/** What a ticket says, as passages: its criteria and the sentences of its description, and the title over all of them. */
export interface TicketWords {
  title: ReadonlySet<string>;
  /** The passages that hold a word. */
  passages: ReadonlyMap<string, readonly number[]>;
}

export function readTicket({ title, description, acceptanceCriteria }: Ticket): TicketWords {
  const sentences = description.slice(0, 60_000).split("\n").flatMap(splitSentences);
  const passages = new Map<string, number[]>();
  for (const [at, passage] of [...acceptanceCriteria, ...sentences].slice(0, mostPassages).entries()) {
    for (const word of contentWords(passage)) passages.set(word, [...(passages.get(word) ?? []), at]);
  }
  return { title: new Set(contentWords(title)), passages };
}

/** A requirement's words, each with its weight: a word that many requirements have tells little of one of them. */
export type WeightedWords = readonly (readonly [word: string, weight: number])[];

/** The head of a requirement says what is wanted; what follows explains it. */
const headWords = 24;

export function weighWords(texts: readonly string[]): WeightedWords[] {
  const lists = texts.map((text) => contentWords(text, headWords));
  const frequency = new Map<string, number>();
  for (const word of lists.flat()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return lists.map((words) =>
    words.map((word) => [word, Math.log2(1 + texts.length / (frequency.get(word) ?? 1))] as const),
  );
}

/**
 * The share of a requirement's words, by weight, that a ticket says in its title and in the two passages that say most
 * of it. Words that lie scattered over a long description do not add up.
 */
export function evidenceOf(words: WeightedWords, ticket: TicketWords): { share: number; shared: number } {
  const total = words.reduce((sum, [, weight]) => sum + weight, 0);
  const rest = words.filter(([word]) => !ticket.title.has(word));
  const first = bestPassage(rest, ticket);
  const later = rest.filter(([word]) => !ticket.passages.get(word)?.includes(first));
  const second = bestPassage(later, ticket);
  const missing = later.filter(([word]) => !ticket.passages.get(word)?.includes(second));
  const missed = missing.reduce((sum, [, weight]) => sum + weight, 0);
  return { share: total === 0 ? 0 : 1 - missed / total, shared: words.length - missing.length };
}

function bestPassage(words: WeightedWords, { passages }: TicketWords): number {
  const weights = new Map<number, number>();
  for (const [word, weight] of words) {
    for (const at of passages.get(word) ?? []) weights.set(at, (weights.get(at) ?? 0) + weight);
  }
  let best = -1;
  for (const [at, weight] of weights) if (weight > (weights.get(best) ?? 0)) best = at;
  return best;
}
