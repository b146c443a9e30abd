import type { Ticket } from "../result.ts";
import { splitSentences } from "./sentences.ts";
import { contentWords } from "./words.ts";

/** A ticket is read this far for what its words say: nobody works from more. Beyond it only whole sentences are found. */
const mostPassages = 300;
const mostText = 60_000;

/** What a ticket says, as passages: its criteria and the sentences of its description, and the title over all of them. */
export interface TicketWords {
  title: ReadonlySet<string>;
  /** The passages that hold a word. */
  passages: ReadonlyMap<string, readonly number[]>;
  /** Whether there is no more of it than was read. */
  isWhole: boolean;
}

export function readTicket({ title, description, acceptanceCriteria }: Ticket): TicketWords {
  const sentences = description.slice(0, mostText).split("\n").flatMap(splitSentences);
  const texts = [...acceptanceCriteria, ...sentences];
  const passages = new Map<string, number[]>();
  for (const [at, passage] of texts.slice(0, mostPassages).entries()) {
    for (const word of contentWords(passage)) {
      const found = passages.get(word);
      if (found) found.push(at);
      else passages.set(word, [at]);
    }
  }
  const isWhole = texts.length <= mostPassages && description.length <= mostText;
  return { title: new Set(contentWords(title)), passages, isWhole };
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
