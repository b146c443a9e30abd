import type { GenerationPlan, Range } from "./plan/index.ts";
import { mergeRanges } from "./ranges.ts";
import { createRuler, sizeOf } from "./size.ts";
import { shorten, tidyLine } from "./text.ts";

/** A heading that is only there to say where a passage stands. */
const headingLimit = 80;

interface Excerpt extends Range {
  /** Headings from the top of the spec down to the passage; empty where they are those of the passage before. */
  heading: string;
}

/** Shows passages of a spec, each under the headings that it stands under. */
export interface ExcerptReader {
  /** The text of the passages. */
  text(ranges: readonly Range[]): string;
  /** The size of that text (`sizeOf`), or a little more. */
  size(ranges: readonly Range[]): number;
}

export function createExcerptReader(plan: Pick<GenerationPlan, "sections">, spec: string): ExcerptReader {
  const places = placesOf(plan.sections);
  const measure = createRuler(spec);

  const excerpts = (ranges: readonly Range[]): Excerpt[] => {
    let before = "";
    return mergeRanges(ranges).map(({ start, end }) => {
      const path = pathAt(places, start);
      const heading = path === before ? "" : `[${path}]\n`;
      before = path;
      return { heading, start, end };
    });
  };

  return {
    text: (ranges) =>
      excerpts(ranges)
        .map(({ heading, start, end }) => `${heading}${spec.slice(start, end)}`)
        .join("\n\n"),
    size: (ranges) =>
      excerpts(ranges).reduce((size, { heading, start, end }) => size + sizeOf(heading) + measure(start, end) + 2, 0),
  };
}

interface Place {
  start: number;
  path: string;
}

/** Where the headings change, in order. */
function placesOf(sections: GenerationPlan["sections"]): Place[] {
  const above: string[] = [];
  return sections.map(({ title, depth, start }) => {
    above.length = Math.max(0, Math.min(above.length, depth - 1));
    above.push(shorten(tidyLine(title), headingLimit));
    return { start, path: above.filter((heading) => heading !== "").join(" > ") };
  });
}

/** The headings over the last section that begins at or before this. */
function pathAt(places: readonly Place[], at: number): string {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.start ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return places[low - 1]?.path ?? "";
}
