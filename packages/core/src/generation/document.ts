/**
 * A spec as the generators read it: a tree of sections with typed blocks, whatever the markup was.
 * Offsets count UTF-16 units from the start of the spec, end exclusive, so `spec.slice(start, end)` is the source.
 */
export interface SpecDocument {
  /** The document's own title: its front matter or first heading; null where it has none. */
  title: string | null;
  /** `name: value` pairs of a front matter block or RST-like field list. */
  frontMatter: Record<string, string>;
  /** Top-level sections in reading order. Text before the first heading is a section without a title. */
  sections: SpecSection[];
}

export interface SpecSection {
  /** `s1`, `s1.2`, ...: the section's place in the tree. */
  id: string;
  title: string;
  /** Titles from the top of the document down to this section. */
  path: string[];
  depth: number;
  start: number;
  end: number;
  blocks: SpecBlock[];
  children: SpecSection[];
}

interface Span {
  start: number;
  end: number;
}

/** Text in blocks is plain: markup is gone, links keep their words, inline code keeps its backticks. */
export type SpecBlock =
  | (Span & { kind: "paragraph"; text: string })
  | (Span & { kind: "quote"; text: string })
  | (Span & { kind: "code"; language: string | null; text: string })
  | (Span & {
      kind: "list";
      ordered: boolean;
      /** The number that an ordered list starts with, as "depends on 3" counts; null where it has none. */
      firstNumber: number | null;
      items: SpecListItem[];
    })
  | (Span & { kind: "table"; headers: string[]; rows: string[][] });

export interface SpecListItem extends Span {
  text: string;
  /** The state of a checkbox; null where the item has none. */
  checked: boolean | null;
  /** Words of a leading bold or code run ("**Must have**: ..."); null where there is none. */
  lead: string | null;
  children: SpecListItem[];
}

export interface SpecReader {
  /** Never throws: text without any structure is one untitled section. */
  read(spec: string): SpecDocument;
}
