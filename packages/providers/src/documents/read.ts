import type { SpecDocument } from "@tessera/core/generation";
import { readBlocks } from "./blocks.ts";
import { detectDialect } from "./dialect.ts";
import { readFrontMatter } from "./front-matter.ts";
import { splitLines } from "./lines.ts";
import { maskHidden } from "./mask.ts";
import { buildSections } from "./sections.ts";

/** The spec as a tree of sections. Never throws: any text at all is at least one untitled section. */
export function readSpec(spec: string): SpecDocument {
  const lines = maskHidden(splitLines(spec));
  const { values, next } = readFrontMatter(lines);
  const parts = readBlocks(lines, next, detectDialect(lines, next));
  const sections = buildSections(parts, spec.length);
  return { title: values.title ?? firstTitle(sections), frontMatter: values, sections };
}

/** Headings that name a part of any document, and so never the document. */
const partName =
  /^(?:abstract|background|contents|introduction|meta|metadata|motivation|overview|summary|table of contents)$/i;

/** The first heading, unless the text starts with one of its parts: who sent it knows a better title then. */
function firstTitle(sections: SpecDocument["sections"]): string | null {
  const first = sections.find((section) => section.title !== "")?.title ?? null;
  return first === null || partName.test(first) ? null : first;
}
