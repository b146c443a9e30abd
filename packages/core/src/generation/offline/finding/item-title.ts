import { baseOfGerund, parseClause, topicsOf } from "../grammar/index.ts";
import { demandOf } from "./imperative.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Statement } from "./statement.ts";
import { toTitle } from "./title-text.ts";
import { statementTitle } from "./titles.ts";

const marker = /^\(?(?:dependent on|depends on|blocked by|after|requires|needs) [^):]{1,40}[):]+\s*:?\s*/i;
const identifier = /^(?:[A-Z]{1,5}-?\d+(?:\.\d+)*|\d+(?:\.\d+)+)[:.)]?\s+/;

/** The item without its number and without what it waits for: "(Dependent on 3): Add ..." -> "Add ...". */
export function ownWords(text: string): string {
  return text
    .replace(marker, "")
    .replace(identifier, "")
    .replace(/^any other /i, "");
}

/** The item as a title: as an order, or its bold words, or as it stands where it names something at least. */
export function itemTitle(statement: Statement, lexicon: Lexicon): string | null {
  const core = ownWords(statement.core);
  const named = statement.lead !== null && topicsOf(statement.lead).size > 1 ? statement.lead : null;
  const order = statementTitle(core === statement.core ? statement : { ...statement, core, clause: null }, lexicon);
  if (order && (named === null || !pointsBack(order.text))) return order.text;
  const clause = lexicon.english && !pointsBack(core) ? parseClause(core) : null;
  const demand = clause ? demandOf(clause, lexicon) : null;
  if (demand) return toTitle(demand.text);
  const text = toTitle(named ?? core);
  if (text.length < 3) return null;
  return lexicon.english && topicsOf(text).size > 0 ? toTitle(nounTitle(text)) : text;
}

/** "Incorporate it into ..." names nothing; the item's bold words do. */
function pointsBack(title: string): boolean {
  return /\b(?:it|them|they|this|these|those)\b/i.test(title.split(" ").slice(0, 3).join(" "));
}

/** Gerunds that are adjectives in front of a noun: "Breaking changes". */
const adjectives = /^(?:breaking|existing|following|incoming|missing|outgoing|outstanding|pending|remaining|running)$/i;
const activity = /^(?:\w+ ){0,2}(?:tests?|review|audit|training|migration|analysis|rollout)\b/i;
const finite = /\b(?:is|are|was|were|has|have|can|will|must|should)\b/;

function nounTitle(text: string): string {
  const [first = "", ...rest] = text.split(" ");
  const base = adjectives.test(first) || finite.test(text) ? null : baseOfGerund(first);
  if (base && rest.length > 0 && !/^(?:and|or|of|is|are)$/.test(rest[0] ?? "")) return `${base} ${rest.join(" ")}`;
  const lower = /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
  if (activity.test(text)) return `carry out ${lower}`;
  return text.split(" ").length > 6 && finite.test(text) ? `ensure ${lower}` : `deliver ${lower}`;
}
