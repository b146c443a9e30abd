import type { SpecDocument } from "../types.ts";
import type { Area } from "./areas.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Statement } from "./statement.ts";
import { statementsOf } from "./statements.ts";

/** A spec taken apart: its areas, what each says, and the words it is written in. */
export interface Reading {
  document: SpecDocument;
  areas: Area[];
  statements: ReadonlyMap<Area, Statement[]>;
  lexicon: Lexicon;
  /** What the spec is about, as the object of an order. */
  subject: string;
  /** Whether the spec itself names its subject; else it is the title that the caller gave. */
  named: boolean;
}

/** Ten times what the longest real spec says. */
const mostStatements = 12_000;

export function readStatements(areas: readonly Area[], lexicon: Lexicon): Map<Area, Statement[]> {
  let left = mostStatements;
  return new Map(
    areas.map((area) => {
      const own = left > 0 ? statementsOf(area.section.blocks, lexicon) : [];
      left -= own.length;
      return [area, own];
    }),
  );
}
