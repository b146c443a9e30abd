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

function firstTitle(sections: SpecDocument["sections"]): string | null {
  return sections.find((section) => section.title !== "")?.title ?? null;
}
