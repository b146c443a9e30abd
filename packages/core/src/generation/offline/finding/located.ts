import type { SpecBlock } from "../types.ts";
import type { Statement } from "./statement.ts";
import { flatten } from "./statement.ts";

/** A statement, and where about in the spec its own words stand. */
export interface Located {
  statement: Statement;
  start: number;
  end: number;
}

/**
 * Statements with a place of their own. The reader knows where a paragraph stands, not where its sentences do, since
 * markup is gone from them: each gets the share of the paragraph that its length is of the whole.
 */
export function locate(statements: readonly Statement[], blocks: readonly SpecBlock[]): Located[] {
  const flat = flatten(statements);
  const located: Located[] = [];
  for (let from = 0; from < flat.length; ) {
    const first = flat[from];
    if (!first) break;
    let to = from + 1;
    while (flat[to]?.start === first.start && flat[to]?.end === first.end) to += 1;
    // The items below an item have places of their own behind its words.
    const below = flat[to]?.start ?? first.end;
    const end = below > first.start ? Math.min(first.end, below) : first.end;
    located.push(...shared(flat.slice(from, to), first.start, end, blocks));
    from = to;
  }
  return located;
}

function shared(statements: readonly Statement[], start: number, end: number, blocks: readonly SpecBlock[]): Located[] {
  const table = blocks.find((block) => block.kind === "table" && block.start === start);
  if (statements[0]?.form === "row" && table?.kind === "table") return rowsOf(statements, table);
  const lengths = statements.map(({ text, core, form }) => (form === "item" ? core : text).length + 1);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let at = start;
  return statements.map((statement, index) => {
    const from = at;
    at += ((end - start) * (lengths[index] ?? 0)) / total;
    return { statement, start: from, end: at };
  });
}

/** A row stands behind the line of the headers and the line below them, each cell between two marks. */
function rowsOf(statements: readonly Statement[], table: Extract<SpecBlock, { kind: "table" }>): Located[] {
  const lineOf = (cells: readonly string[]) => cells.reduce((length, cell) => length + cell.length + 3, 2);
  const header = lineOf(table.headers) * 2;
  const rows = table.rows.map(lineOf);
  const scale = (table.end - table.start) / (header + rows.reduce((sum, length) => sum + length, 0));
  let at = table.start + header * scale;
  return statements.map((statement, index) => {
    const from = at;
    at += (rows[index] ?? 0) * scale;
    return { statement, start: from, end: at };
  });
}

/**
 * The statements that a place in the spec means: first the one that begins and ends nearest to it, then all others that
 * stand inside of it, as the halves of a sentence do. Words that only lead on to a list ("The server must:") say what
 * the first of its items completes.
 */
export function statementsAt(located: readonly Located[], place: { start: number; end: number }): Statement[] {
  const near = between(located, place.start - slack, place.end + slack);
  const wide = between(located, place.start - reach, place.end + reach);
  const gap = ({ start, end }: { start: number; end: number }) =>
    Math.abs(start - place.start) + Math.abs(end - place.end);
  // A place may be a sentence, or an item with all that stands below it.
  const distance = (candidate: Located) =>
    Math.min(gap(candidate) + 2 * surplus(candidate.statement, place), gap(candidate.statement));
  const [first] = near.length === 0 ? [] : [...wide].sort((left, right) => distance(left) - distance(right));
  const led = between(located, place.end, place.end + leadGap).find(({ start }) => start >= place.end);
  const best = first ?? led;
  if (!best) return [];
  const inside = near.filter((candidate) => candidate !== best && shareIn(candidate, place) > 0.6);
  return [best, ...inside].map(({ statement }) => statement);
}

/** How much longer or shorter the sentence is than the place: its length is known better than where it stands. */
function surplus({ form, text }: Statement, place: { start: number; end: number }): number {
  return form === "sentence" ? Math.abs(text.length - (place.end - place.start)) : 0;
}

/** Those that reach into a stretch of the spec. They stand one behind the other, so the first is found by halving. */
function between(located: readonly Located[], from: number, to: number): Located[] {
  let low = 0;
  let high = located.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((located[middle]?.end ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while ((located[end]?.start ?? to) < to) end += 1;
  return located.slice(low, end);
}

function shareIn({ start, end }: Located, place: { start: number; end: number }): number {
  const shared = Math.min(end, place.end) - Math.max(start, place.start);
  return end > start ? shared / (end - start) : 0;
}

/** Blank lines and a bullet between a sentence and its list. */
const leadGap = 12;
/** How far from where a sentence is thought to stand it may stand. */
const reach = 200;
/** Marks in front of a sentence and blanks behind it. */
const slack = 2;
