import { sizeOf } from "../size.ts";
import { shorten, tidyLine } from "../text.ts";
import type { Requirement } from "../trace/index.ts";

/** Characters of a sentence that is listed, the most that there is room for: the whole of it stands in the text. */
const sentenceLengths = [240, 160, 100, 70];
const shortestSentence = 40;

/** More of a sentence than any list shows. */
const readLength = 2_000;

/** `R3: the spec's own sentence`, one a line. The sentences are as short as the room wants it, but never shorter than that. */
export function listRequirements(requirements: readonly Requirement[], spec: string, room: number): string {
  const lines = requirements.map((requirement) => ({ id: requirement.id, text: sentenceOf(requirement, spec) }));
  const list = (length: number): string => lines.map(({ id, text }) => `${id}: ${shorten(text, length)}`).join("\n");
  for (const length of sentenceLengths) {
    const text = list(length);
    if (sizeOf(text) <= room) return text;
  }
  return list(shortestSentence);
}

/** The size of a requirement's line in a list with little room. */
export function shortestListing(requirement: Requirement, spec: string): number {
  return sizeOf(listRequirements([requirement], spec, 0)) + 1;
}

function sentenceOf({ start, end }: Requirement, spec: string): string {
  return tidyLine(spec.slice(start, Math.min(end, start + readLength)));
}
