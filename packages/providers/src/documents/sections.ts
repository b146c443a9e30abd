import type { SpecSection } from "@tessera/core/generation";
import type { Part } from "./blocks.ts";

interface OpenSection {
  level: number;
  section: SpecSection;
}

/** Below every heading with a mark of its own. */
const unmarkedLevel = 8;

/** Nests headings by level; text before the first heading becomes a section without a title. */
export function buildSections(parts: readonly Part[], length: number): SpecSection[] {
  const roots: SpecSection[] = [];
  const levels = new Map<string, number>();
  let stack: OpenSection[] = [];
  for (const part of parts) {
    if (part.kind === "heading") {
      const level = levelOf(part.mark, levels);
      for (const open of stack.filter((candidate) => candidate.level >= level)) open.section.end = part.start;
      stack = stack.filter((candidate) => candidate.level < level);
      stack.push({ level, section: addSection(roots, stack.at(-1)?.section, part.title, part.start, length) });
    } else {
      const current = stack.at(-1)?.section ?? addSection(roots, undefined, "", part.block.start, length);
      if (stack.length === 0) stack.push({ level: 0.5, section: current });
      current.blocks.push(part.block);
    }
    closePreamble(stack);
  }
  if (roots.length === 0) addSection(roots, undefined, "", 0, length);
  return roots;
}

/** The untitled start of a text is nobody's parent. */
function closePreamble(stack: OpenSection[]): void {
  if (stack[0]?.level === 0.5) stack[0].level = Number.POSITIVE_INFINITY;
}

function levelOf(mark: string, levels: Map<string, number>): number {
  if (mark.startsWith("#")) return mark.length;
  if (mark.startsWith("number")) return Number(mark.slice("number".length));
  if (mark === "bold" || mark === "colon") return unmarkedLevel;
  if (mark === "title") return 0;
  if (mark === "capitals") return 1;
  const known = levels.get(mark);
  if (known !== undefined) return known;
  levels.set(mark, levels.size + 1);
  return levels.size;
}

function addSection(
  roots: SpecSection[],
  parent: SpecSection | undefined,
  title: string,
  start: number,
  end: number,
): SpecSection {
  const siblings = parent?.children ?? roots;
  const place = siblings.length + 1;
  const section: SpecSection = {
    id: parent ? `${parent.id}.${place}` : `s${place}`,
    title,
    path: [...(parent?.path ?? []), ...(title === "" ? [] : [title])],
    depth: parent ? parent.depth + 1 : 1,
    start,
    end,
    blocks: [],
    children: [],
  };
  siblings.push(section);
  return section;
}
