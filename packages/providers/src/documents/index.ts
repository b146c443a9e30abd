import type { SpecReader } from "@tessera/core/generation";
import { readSpec } from "./read.ts";

/**
 * Reads Markdown, reStructuredText and plain text. Line by line and in linear time, unlike a full Markdown parser,
 * whose cost on hostile input grows with its square: a spec is a stranger's text of up to a quarter of a megabyte.
 */
export function createSpecReader(): SpecReader {
  return { read: readSpec };
}
