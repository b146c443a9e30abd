import { baseOfGerund, baseOfThirdPerson, gerundAdjectives, parseClause, topicsOf } from "../grammar/index.ts";
import { demandOf } from "./imperative.ts";
import type { Lexicon } from "./lexicon.ts";
import { ownWords } from "./own-words.ts";
import { outcomeOf } from "./scenarios.ts";
import type { Statement } from "./statement.ts";
import { isDoubtful, isInstruction, isWording } from "./strength.ts";
import { toTitle } from "./title-text.ts";
import { leansOnOthers, statementTitle } from "./titles.ts";

/** The item as a title: as an order, or its bold words, or as it stands where it names something at least. */
export function itemTitle(statement: Statement, lexicon: Lexicon): string | null {
  const core = outcomeOf(ownWords(statement.core));
  if (isInstruction(core) || isWording(core)) return null;
  const named = statement.lead !== null && topicsOf(statement.lead).size > 1 ? statement.lead : null;
  const order = statementTitle(core === statement.core ? statement : { ...statement, core, clause: null }, lexicon);
  if (order && (named === null || !pointsBack(order.text))) return order.text;
  if (!lexicon.english) return nameOf(named ?? core);
  return demandTitle(core, lexicon) ?? (isPersonal(core) ? null : nounTitle(nameOf(named ?? core)));
}

function nameOf(text: string): string | null {
  const name = toTitle(text);
  return name.length < 3 ? null : name;
}

/** "The API is live" in a list of what has to hold. */
function demandTitle(core: string, lexicon: Lexicon): string | null {
  const clause = pointsBack(core) ? null : parseClause(core);
  const demand = clause ? demandOf(clause, lexicon) : null;
  return demand && standing(toTitle(demand.text));
}

/** Sentences of the author, or about what another sentence names, are no names of work. */
function isPersonal(core: string): boolean {
  return isDoubtful(core) || personal.test(parseClause(core)?.subject ?? "");
}

const personal = /^(?:we|i|you|it|this|that|they|these|those|there|he|she)$/i;

function standing(title: string): string | null {
  return leansOnOthers(title) ? null : title;
}

/** "Incorporate it into ..." names nothing; the item's bold words do. */
function pointsBack(title: string): boolean {
  return /\b(?:it|them|they|this|these|those)\b/i.test(title.split(" ").slice(0, 3).join(" "));
}

const activity = /^(?:\w+ ){0,2}(?:tests?|review|audit|training|migration|analysis|rollout)\b/i;
const finite = /\b(?:is|are|was|were|has|have|can|will|must|should)\b/;

/** "Delayed jobs" -> "Deliver delayed jobs": a name with the verb that fits it. */
function nounTitle(name: string | null): string | null {
  return name === null || topicsOf(name).size === 0 ? name : standing(toTitle(nounOrder(name)));
}

function nounOrder(text: string): string {
  const [first = "", ...rest] = text.split(" ");
  const isClause = finite.test(text) || hasThirdPerson(rest);
  const base = gerundAdjectives.test(first) || isClause ? null : baseOfGerund(first);
  const second = rest[0] === "and" ? baseOfGerund(rest[1] ?? "") : null;
  if (base && second) return `${base} and ${second} ${rest.slice(2).join(" ")}`;
  if (base && rest.length > 0 && !/^(?:and|or|of|is|are)$/.test(rest[0] ?? ""))
    return `${base} ${ordered(rest.join(" "))}`;
  const lower = /^\p{Lu}(?:\p{Ll}| )/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
  if (/^no /.test(lower)) return `ensure ${lower}`;
  if (activity.test(text)) return `carry out ${lower}`;
  return rest.length > 5 && isClause ? `ensure that ${lower}` : `deliver ${lower}`;
}

/** "Tighten the firewall, updating the system and airgapping it": every deed of the list is ordered. */
function ordered(rest: string): string {
  return rest.replace(
    /(, (?:and )?| and )([a-z]+ing)(?= (?:the|an?|all|its|it|them|new)\b)/g,
    (all, joint: string, deed: string) => {
      const base = baseOfGerund(deed);
      return base === null ? all : `${joint}${base}`;
    },
  );
}

/** "Tearing out a tab creates a window" is a sentence about the gerund in front. */
function hasThirdPerson(words: readonly string[]): boolean {
  return words.some(
    (word, index) => index > 0 && baseOfThirdPerson(word) !== null && /^(?:an?|the)$/.test(words[index + 1] ?? ""),
  );
}
