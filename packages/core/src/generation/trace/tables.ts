import type { SpecBlock } from "../document.ts";
import { isExcluded, statesDuty, statesPromise } from "./duty.ts";
import { idCell, isBuildOrder, isStory, saysSomething } from "./forms.ts";
import { createLocator, type Range } from "./locate.ts";
import type { Found, Place } from "./place.ts";

type Table = Extract<SpecBlock, { kind: "table" }>;

/** The requirements of a table, a row each: its first cell is an id, or one of its cells states a duty or a story. */
export function readTable(table: Table, place: Place): Found[] {
  const kinds = table.rows.map((row) => kindOfRow(row, place));
  if (kinds.every((kind) => kind === null)) return [];
  const locate = createLocator(place.spec, table);
  locate(table.headers.join(" "));
  return table.rows.flatMap((row, index) => {
    const found = wholeLines(place.spec, locate(row.join(" ")), table);
    const kind = kinds[index];
    return kind ? [{ kind, section: place.section, ...found }] : [];
  });
}

function kindOfRow(row: readonly string[], { role }: Place): Found["kind"] | null {
  const [first = "", ...rest] = row;
  if (row.some(isStory)) return "story";
  const says = rest.some((cell) => saysSomething(cell) && !isExcluded(cell));
  const asks = row.some(statesDuty) || rest.some((cell) => statesPromise(cell) || isBuildOrder(cell));
  const id = idCell(first);
  if (says && (id === "known" || (id === "likely" && (asks || role === "duties")))) return "numbered";
  if (says && role === "duties" && /^\d{1,4}(?:\.\d{1,4}){0,4}\.?$/.test(first)) return "numbered";
  if (row.some(statesDuty)) return "modal";
  return says && role === "acceptance" ? "acceptance" : null;
}

/** A row is a line, bars included. */
function wholeLines(spec: string, { start, end }: Range, table: Range): Range {
  const lineStart = spec.lastIndexOf("\n", Math.max(0, start - 1)) + 1;
  const lineEnd = spec.indexOf("\n", end);
  return {
    start: Math.max(lineStart, table.start),
    end: lineEnd < 0 ? table.end : Math.min(lineEnd, table.end),
  };
}
