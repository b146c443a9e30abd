import { type Clause, parseClause } from "../grammar/index.ts";
import type { Lexicon } from "./lexicon.ts";
import { isScenario } from "./scenarios.ts";
import { strengthOf } from "./strength.ts";

/** One thing that the spec says: a sentence, a list item, or a row of a table. */
export interface Statement {
  text: string;
  /** The words that a title is made of: the item alone, without the stem that completes it. */
  core: string;
  clause: Clause | null;
  /** How strongly it asks for something: 0 for none, 3 for a MUST. */
  strength: number;
  form: "sentence" | "item" | "row" | "note";
  /** The state of a checkbox; null where there is none. */
  checked: boolean | null;
  /** An ordered item's number, as "depends on 3" counts. */
  number: number | null;
  lead: string | null;
  /** The id that the spec gives it ("REQ-12"). */
  reference: string | null;
  children: Statement[];
  /** Where the words say how important it is ("P0", "Must have"). */
  priority: string | null;
  /** Whether it stands under "Advantages:" or its like: what is weighed is not asked for. */
  weighed: boolean;
  start: number;
  end: number;
}

/** Longer than any sentence that a rule could use: the rest of it is not looked at. */
export const longestText = 1_200;

/** Statements and everything below them, in reading order. */
export function flatten(statements: readonly Statement[]): Statement[] {
  return statements.flatMap((statement) => [statement, ...flatten(statement.children)]);
}

/** How strongly the strongest of them asks; 0 for none. */
export function strongest(statements: readonly Statement[]): number {
  return statements.reduce((most, { strength }) => Math.max(most, strength), 0);
}

/** Steps are written to be checked, however they are worded. */
const scenarioStrength = 2.2;

export type Seed = Pick<Statement, "text" | "core" | "form" | "start" | "end"> & Partial<Statement>;

export function makeStatement(seed: Seed, lexicon: Lexicon): Statement {
  const core = seed.core.slice(0, longestText);
  const text = seed.text.slice(0, longestText);
  const clause = lexicon.english ? parseClause(core) : null;
  const complete = text === core || !lexicon.english ? clause : (parseClause(text) ?? clause);
  return {
    checked: null,
    number: null,
    lead: null,
    reference: null,
    children: [],
    priority: null,
    weighed: false,
    ...seed,
    text,
    core,
    clause: complete,
    strength: seed.weighed === true ? 0 : isScenario(text) ? scenarioStrength : strengthOf(text, complete, lexicon),
  };
}
