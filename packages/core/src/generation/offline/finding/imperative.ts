import {
  baseOfParticiple,
  type Clause,
  gerund,
  isNounPhrase,
  isPlainVerb,
  isVerb,
  parseClause,
  tokensOf,
} from "../grammar/index.ts";
import { activeOrder } from "./active-order.ts";
import { isTheProduct, isVague, startsWithGerund } from "./actors.ts";
import { type Lexicon, lowerFirst } from "./lexicon.ts";

/** A sentence as an order to whoever builds it, and how surely the words say that something is to be built. */
export interface Imperative {
  text: string;
  /** 0..1: an order in the spec's own words is surest, a fact that somebody has to make true the least sure. */
  sureness: number;
}

const surenessOf: Record<Clause["modality"], number> = {
  must: 0.95,
  should: 0.85,
  will: 0.9,
  can: 0.6,
  may: 0.4,
  fact: 0.45,
};

/** Turns a sentence into an order, or answers null where that would bend what it says. */
export function imperativeOf(sentence: string, lexicon: Lexicon): Imperative | null {
  const clause = parseClause(sentence);
  return clause ? fromClause(clause, lexicon) : null;
}

/** In a list of what has to hold, a fact is a demand: "The API is live" asks to make it live. */
export function demandOf(clause: Clause, lexicon: Lexicon): Imperative | null {
  const explains = clause.form === "state" && /^(?:an?|the|no|about|only|what|how|that)\b/i.test(clause.rest);
  if (clause.modality !== "fact" || explains) return null;
  return fromClause({ ...clause, modality: "should" }, lexicon);
}

export function fromClause(clause: Clause, lexicon: Lexicon): Imperative | null {
  // "The RFC doesn't mention it, but the field must ...": two clauses that were read as one.
  if (/\b(?:but|not)\b|n['’]t\b|;/.test(clause.subject)) return null;
  const order = orders[clause.form](clause, lexicon);
  if (order === null) return null;
  const fits = clause.condition !== null && order.length + clause.condition.length < 105;
  const text = fits ? `${order} ${clause.condition}` : order;
  const sureness = clause.form === "imperative" ? 1 : surenessOf[clause.modality] * (isVague(clause.subject) ? 0.7 : 1);
  return { text: text.replace(/\s+/g, " ").trim(), sureness };
}

type Order = (clause: Clause, lexicon: Lexicon) => string | null;

const orders: Record<Clause["form"], Order> = {
  imperative: ({ verb, rest }) => `${verb} ${rest}`,
  passive: passiveOrder,
  active: activeOrder,
  progressive: ({ subject, verb, rest, negated }, lexicon) =>
    negated || isVague(subject) ? null : `keep ${lowerFirst(subject, lexicon)} ${gerund(verb)} ${rest}`,
  state: stateOrder,
};

function passiveOrder(clause: Clause, lexicon: Lexicon): string | null {
  const subject = clause.subject.replace(/^The following /i, "the ");
  if (isVague(subject) || isTheProduct(subject) || subject.length > 110) return null;
  const agent = /^by ((?:an?|the|each|every|all|another) .+)$/.exec(clause.rest)?.[1];
  if (agent && isNounPhrase(agent)) {
    return activeOrder({ ...clause, form: "active", subject: agent, rest: lowerFirst(subject, lexicon) }, lexicon);
  }
  const { verbs, tail } = joinedVerbs(clause.verb, clause.rest);
  return `${clause.negated ? "do not " : ""}${verbs} ${lowerFirst(subject, lexicon)} ${tail}`;
}

const particles = new Set(["up", "out", "off", "down", "over", "back", "away"]);

/** "built and hosted with", "set up by", "rolled out to": everything that belongs to the verb comes first. */
function joinedVerbs(verb: string, rest: string): { verbs: string; tail: string } {
  const tokens = tokensOf(rest);
  const [first = "", next = ""] = tokens;
  const second = /^(?:and|or)$/.test(first) ? baseOfParticiple(next.replace(/,$/, "")) : null;
  if (second) return { verbs: `${verb} ${first} ${second}`, tail: tokens.slice(2).join(" ") };
  if (particles.has(first)) return { verbs: `${verb} ${first}`, tail: tokens.slice(1).join(" ") };
  return { verbs: verb, tail: rest };
}

const achievable = /^(?:available|live|accessible|compatible|visible|idempotent|ready|secure|up)\b/;

function stateOrder({ subject, rest, modality, negated }: Clause, lexicon: Lexicon): string | null {
  if (isVague(subject) || isTheProduct(subject) || subject.length > 80 || startsWithGerund(subject)) return null;
  const object = lowerFirst(subject, lexicon);
  // "is implement": a participle without its ending.
  if (isPlainVerb(rest)) return `${rest} ${object}`;
  if (/^in place\b/.test(rest)) return `put ${object} ${rest}`;
  // "X is a Y" explains; "X must be a Y" demands.
  if (negated || (modality === "fact" && !achievable.test(rest))) return null;
  return `make ${object} ${rest}`;
}

const orderFollowers =
  /^(?:a|an|the|all|any|each|every|new|existing|multiple|support|how|to|in|on|for|from|with|users?)$/i;

/** Headings leave out articles, so a first word that is a noun as often as a verb is taken for a noun. */
export function isHeadingOrder(heading: string): boolean {
  const [first = "", second = ""] = tokensOf(heading);
  if (!isVerb(first) || first === first.toUpperCase() || second === "") return false;
  if (orderFollowers.test(second) || /^[`"]/.test(second)) return true;
  return isPlainVerb(first) && !/(?:ing|ed)$/i.test(second);
}
