import { statesDuty, statesPromise } from "./duty.ts";
import { isStory, saysSomething, startsWithId, startsWithNumber } from "./forms.ts";
import { createLocator, type Range, trimmed } from "./locate.ts";
import type { Found, Place } from "./place.ts";
import { isScenario } from "./scenarios.ts";
import { splitSentences } from "./sentences.ts";

/** The requirements of a paragraph, or of the words of a list item that is none itself. */
export function readProse(text: string, range: Range, place: Place): Found[] {
  const { start, end } = range;
  if (isScenario(text)) return [{ kind: "acceptance", section: place.section, start, end }];
  const lines = namedLines(place, range);
  if (lines.length > 0) return lines.flatMap((line) => readNamedLine(line, place));
  const sentences = splitSentences(text).slice(0, Math.max(0, place.budget.left));
  place.budget.left -= Math.max(0, sentences.length - 1);
  const asked = sentences.map((sentence) => readSentence(sentence, place));
  if (asked.every((one) => one === null)) return [];
  const locate = createLocator(place.spec, range);
  return sentences.flatMap((sentence, index) => {
    const found = locate(sentence);
    const one = asked[index];
    return one ? [{ ...one, section: place.section, ...found }] : [];
  });
}

function readSentence(sentence: string, { role }: Place): Pick<Found, "kind" | "soft"> | null {
  if (isStory(sentence)) return { kind: "story" };
  if (statesDuty(sentence)) return { kind: "modal" };
  if (!statesPromise(sentence)) return null;
  return role === "duties" || role === "acceptance" ? { kind: "modal" } : { kind: "modal", soft: true };
}

/** Lines that start with an id or "1.2.3", each with the lines that follow it. Empty where the text has none. */
function namedLines({ spec, budget }: Place, range: Range): Range[] {
  const source = spec.slice(range.start, range.end);
  // What stands in a comment is not the spec's text.
  if (source.includes("<!--")) return [];
  const starts: number[] = [];
  let at = 0;
  for (const line of source.split("\n")) {
    if (starts.length > budget.left) break;
    const words = plainLine(line);
    if (startsWithId(words) || startsWithNumber(words)) starts.push(range.start + at);
    at += line.length + 1;
  }
  budget.left -= starts.length;
  return starts.map((start, index) => trimmed(spec, { start, end: starts[index + 1] ?? range.end }));
}

function plainLine(line: string): string {
  return line
    .slice(0, 120)
    .replace(/[*_`]+/g, "")
    .trim();
}

function readNamedLine(range: Range, place: Place): Found[] {
  const text = place.spec
    .slice(range.start, range.end)
    .replace(/[*_`]+/g, "")
    .replace(/\s+/g, " ");
  const asks = startsWithId(text) || statesDuty(text) || statesPromise(text) || place.role === "duties";
  return asks && saysSomething(text) ? [{ kind: "numbered", section: place.section, ...range }] : [];
}
