import type { Reading, SectionKind, WorkItem } from "../finding/index.ts";
import { sameText, topicsOf } from "../grammar/index.ts";
import { sentence, standsAlone, tidy } from "./prose.ts";

/** What the spec says of its why: sentences of its motivation, problem and goals, and what each is about. */
export interface Background {
  sentences: { text: string; topics: ReadonlySet<string>; told: number }[];
  /** How much a topic tells, 0..1: one that is in every sentence or every ticket tells nothing. */
  weights: ReadonlyMap<string, number>;
}

const mostSentences = 200;
const explaining = new Set<SectionKind>(["context", "goals"]);

export function readBackground({ areas, statements, lexicon }: Reading, work: readonly WorkItem[]): Background {
  const said = areas
    .filter((area) => explaining.has(area.kind))
    .flatMap((area) => statements.get(area) ?? [])
    .filter(
      (statement) =>
        statement.form !== "note" && statement.clause?.form !== "imperative" && standsAlone(statement, lexicon.english),
    )
    .slice(0, mostSentences);
  const sentences = said.map(({ text }) => ({ text: sentence(tidy(text)), topics: topicsOf(text), told: 0 }));
  const inSentences = countTopics(sentences.map(({ topics }) => topics));
  const asked = countTopics(work.map((item) => aboutOf(item)));
  const share = (topic: string) => (asked.get(topic) ?? 0) / Math.max(work.length, 4);
  const weights = new Map(
    [...inSentences].map(([topic, times]) => [topic, (1 - Math.min(1, share(topic))) / Math.sqrt(times)]),
  );
  return { sentences, weights };
}

function countTopics(sets: readonly ReadonlySet<string>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const topics of sets) for (const topic of topics) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return counts;
}

function aboutOf({ title, lead, area }: WorkItem): Set<string> {
  return topicsOf(`${title} ${lead?.text ?? ""} ${area.section.title}`);
}

/** A reason for everything is a reason for nothing: more tickets than this do not share one. */
const mostTold = 2;

/** Why a piece of work is wanted: the sentences of the background that name the same nouns, best first. */
export function whyOf(item: WorkItem, background: Background, said: readonly string[], most: number): string[] {
  const about = aboutOf(item);
  const known = new Set(said.map(sameText));
  const scored = background.sentences.flatMap((candidate) => {
    const { text, topics, told } = candidate;
    const shared = [...topics].filter((topic) => about.has(topic));
    const score = shared.reduce((sum, topic) => sum + (background.weights.get(topic) ?? 0), 0);
    const alike = shared.length / Math.min(topics.size, about.size);
    // Two nouns in common that are not in everything else as well.
    const fits = shared.length >= 2 && score >= 0.8 && alike >= 0.25 && told < mostTold;
    return fits && !known.has(sameText(text)) ? [{ candidate, score: score + alike }] : [];
  });
  const chosen = scored.sort((left, right) => right.score - left.score).slice(0, most);
  for (const { candidate } of chosen) candidate.told += 1;
  return chosen.map(({ candidate }) => candidate.text);
}
