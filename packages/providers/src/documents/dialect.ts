import { fenceEnd, fenceOf } from "./fences.ts";
import { atxHeading, underlinedHeading } from "./headings.ts";
import type { Line } from "./lines.ts";

/** How a text marks its headings: with `#`, with underlines of many kinds, or not at all. */
export type Dialect = "markdown" | "underlined" | "plain";

export function detectDialect(lines: readonly Line[], from: number): Dialect {
  let hashes = 0;
  let underlined = 0;
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || line.blank) continue;
    const fence = fenceOf(line);
    if (fence) index = fenceEnd(lines, index, fence);
    else if (atxHeading(line)?.title) hashes += 1;
    else if (underlinedHeading(lines, index)) underlined += 1;
  }
  if (underlined > hashes) return "underlined";
  return hashes > 0 ? "markdown" : "plain";
}
