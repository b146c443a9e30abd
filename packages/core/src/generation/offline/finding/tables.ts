import type { SpecBlock } from "../types.ts";
import type { Lexicon } from "./lexicon.ts";
import { referenceIn } from "./references.ts";
import { makeStatement, type Statement } from "./statement.ts";

type Table = Extract<SpecBlock, { kind: "table" }>;

const columns = {
  who: /^(?:as an?\b.*|role|persona|user|actor|who|als)$/i,
  want: /^(?:i want.*|want|needs?|story|user stor(?:y|ies)|goal|wants? to|möchte ich)$/i,
  why: /^(?:so that.*|benefit|why|reason|value|rationale|damit)$/i,
  what: /^(?:requirements?|description|features?|tasks?|capabilit(?:y|ies)|functionality|endpoints?|item|details?|criteri(?:on|a)|acceptance criteria|what|deliverables?|risks?|mitigations?|question|anforderung|beschreibung)$/i,
  priority: /^(?:priority|prio|moscow|importance|severity|impact|level|must\/should.*|priorität)$/i,
};

const mostRows = 2_000;

/** Rows of tables that list requirements or stories. A table of parameters or figures says nothing of its own. */
export function tableStatements(table: Table, lexicon: Lexicon): Statement[] {
  const at = (pattern: RegExp) => table.headers.findIndex((header) => pattern.test(header.trim().replaceAll("`", "")));
  const places = {
    who: at(columns.who),
    want: at(columns.want),
    why: at(columns.why),
    what: at(columns.what),
    priority: at(columns.priority),
  };
  const ids = idColumn(table);
  if (places.want < 0 && (places.what < 0 || isParameterTable(table))) places.what = demandColumn(table, ids);
  if (places.want < 0 && places.what < 0) return [];
  return table.rows.slice(0, mostRows).flatMap((row) => {
    const text = places.want >= 0 ? storyText(row, places) : (row[places.what] ?? "");
    if (text.trim().length < 4) return [];
    const priority = row[places.priority]?.trim() || null;
    const { start, end } = table;
    const reference = referenceIn(row[ids] ?? "");
    return [makeStatement({ text, core: text, form: "row", start, end, priority, reference }, lexicon)];
  });
}

/** So many rows tell what a column holds. */
const mostSampled = 20;

/** The column of ids ("R-7"); -1 where there is none. */
function idColumn({ headers, rows }: Table): number {
  const sample = rows.slice(0, mostSampled);
  return headers.findIndex((_header, at) => {
    const ids = sample.filter((row) => referenceIn(row[at] ?? "") !== null);
    return ids.length > 1 && ids.length * 2 > sample.length;
  });
}

const demand = /\b(?:must|shall|should|needs? to|ha(?:s|ve) to)\b/i;

/** Whatever its header says: beside a column of ids the one in which most rows state a duty; -1 where there is none. */
function demandColumn({ headers, rows }: Table, ids: number): number {
  if (ids < 0) return -1;
  const sample = rows.slice(0, mostSampled);
  return headers.findIndex((_header, at) => {
    const demands = sample.filter((row) => demand.test(row[at] ?? "") && (row[at] ?? "").split(" ").length > 3);
    return demands.length * 2 > sample.length;
  });
}

function isParameterTable(table: Table): boolean {
  return table.headers.some((header) =>
    /^(?:type|default|example|value|parameter|field|status code|code|method)s?$/i.test(header.trim()),
  );
}

function storyText(row: readonly string[], places: { who: number; want: number; why: number }): string {
  const who = row[places.who]?.trim() ?? "";
  const want = row[places.want]?.trim() ?? "";
  const why = row[places.why]?.trim() ?? "";
  if (who === "" || /^as an? /i.test(want)) return want;
  const role = /^(?:as )?(?:an?|the) /i.test(who)
    ? who.replace(/^as /i, "")
    : `${/^[aeiou]/i.test(who) ? "an" : "a"} ${who}`;
  const wish = /^(?:to |i want)/i.test(want) ? want.replace(/^i want /i, "") : want;
  return `As ${role}, I want ${wish}${why === "" ? "" : `, so that ${why.replace(/^so that /i, "")}`}`;
}
