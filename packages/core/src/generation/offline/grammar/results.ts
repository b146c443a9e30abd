import { hasSecondVerb, passiveForm } from "./facts.ts";
import { isNounPhrase } from "./noun-phrase.ts";
import { isPlural } from "./plural.ts";
import { bare, tokensOf } from "./tokens.ts";
import { baseOfGerund, baseOfParticiple, isVerb } from "./verbs.ts";

const behindObject = new Set(
  "to in into by on onto out up off down over back away at as so that which who whose where when whenever if using via through during before after until unless against across within per over under without because while and rather instead even only once".split(
    " ",
  ),
);
/** What follows these belongs to the noun ("an alert for failures"), except with verbs that take it themselves. */
const ofNoun: Record<string, ReadonlySet<string>> = {
  for: new Set([
    "use",
    "reuse",
    "enable",
    "disable",
    "configure",
    "optimize",
    "measure",
    "prepare",
    "test",
    "check",
    "reserve",
  ]),
  from: new Set(
    "remove extract load import export delete read drop fetch copy collect migrate move pull exclude block pin derive detach hide separate retrieve receive strip source download revoke omit disconnect demote".split(
      " ",
    ),
  ),
  with: new Set(
    "extend replace update build host test verify review discuss coordinate align agree run combine merge encrypt sign compare integrate block pin gate share sync protect wrap prefix decorate enrich fill seed annotate populate associate align pair store deploy migrate authenticate log tag label mark".split(
      " ",
    ),
  ),
};
/** Nouns that take "to" themselves: "the ability to sign in", "changes to the API". */
const takesTo =
  /^(?:needed|required|used|able|ability|want|way|how|going|have|has|expected|option|related|access|changes?|updates?|support|right|limited|similar|up)$/;
/** "allow clients to retry" is not done when clients are allowed. */
const takesDeed = new Set(["allow", "enable", "help", "permit", "ask", "encourage"]);
const particles = new Set(["up", "out", "off", "down", "over", "back", "away"]);
/** "the bug where ..." is one object. */
const relative = /^(?:that|which|who|whose|where)$/;
/** Verbs whose passive says something else, or nothing. */
const activeOnly = new Set(
  "be have ensure guarantee prevent let make require avoid keep want need come go work look prove do follow see consider try start stop give take like think feel know hope expect settle aim click wait walk pay".split(
    " ",
  ),
);

/** How the result is told. */
export type Voice = "is" | "is not" | "can be";

/** An order as its result: "Add a field to the job" -> "A field is added to the job"; null where that is in doubt. */
export function resultOf(verb: string, rest: string, voice: Voice = "is"): string | null {
  const [first = "", ...others] = rest.split(" ");
  if (particles.has(first)) return result(verb, `${first} `, others.join(" "), voice);
  const second = /^(and|or) ([a-z-]+) (.+)$/.exec(rest);
  if (second?.[2] && second[3] && isVerb(second[2]) && !activeOnly.has(second[2])) {
    return result(verb, `${second[1]} ${passiveForm(second[2])} `, second[3], voice);
  }
  const pair = /^(.+?) and (then )?([a-z]+) (?:it|them)\b(.*)$/.exec(rest);
  if (pair?.[1] && pair[3] && isVerb(pair[3]) && !activeOnly.has(pair[3])) {
    const former = result(verb, "", pair[1], voice);
    return former && `${former} and ${pair[2] ?? ""}${passiveForm(pair[3])}${pair[4]}`;
  }
  return result(verb, "", rest, voice);
}

interface Parts {
  verb: string;
  /** The tokens of the object, and those of what follows it. */
  object: readonly string[];
  tail: readonly string[];
}

function result(verb: string, also: string, rest: string, voice: Voice): string | null {
  const tokens = tokensOf(rest);
  const at = objectEnd(tokens, verb);
  const end = at < 0 ? tokens.length : at;
  const parts = { verb, object: tokens.slice(0, end), tail: tokens.slice(end) };
  if (!isSure(parts)) return null;
  const object = parts.object.join(" ").replace(/[,;]$/, "");
  const be = isPlural(object) ? voice.replace("is", "are") : voice;
  return `${object} ${be} ${passiveForm(verb)} ${also}${parts.tail.join(" ")}`.trim();
}

/** What an order acts on: "Add a field to the job" -> "a field"; null where that is no noun phrase. */
export function objectOf(verb: string, rest: string): string | null {
  const tokens = tokensOf(rest);
  const at = objectEnd(tokens, verb);
  const object = tokens
    .slice(0, at < 0 ? tokens.length : at)
    .join(" ")
    .replace(/[,;.]$/, "");
  return isVerb(verb) && isNounPhrase(object) && !hasSecondVerb(object) ? object : null;
}

function isSure({ verb, object, tail }: Parts): boolean {
  const named = object.join(" ").replace(/[,;]$/, "");
  if (activeOnly.has(verb) || !isVerb(verb) || !isNounPhrase(named, 14) || hasSecondVerb(named)) return false;
  if (takesDeed.has(verb) && [...object, ...tail].some((word) => word === "to" || baseOfGerund(word) !== null))
    return false;
  return isSureTail(tail, /,$/.test(object.at(-1) ?? ""));
}

function isSureTail(tail: readonly string[], behindComma: boolean): boolean {
  const [first = ""] = tail;
  // "the bug where it fails", "tests required by the plan": the tail still says which object it is.
  if (relative.test(bare(first)) || (baseOfParticiple(bare(first)) !== null && bare(first) !== "based")) return false;
  // "existing, unexpired keys": a comma inside the object.
  if (behindComma && !behindObject.has(first) && !/ing$/.test(first)) return false;
  return first === "to" || !hasSecondVerb(tail.join(" "));
}

/** Where the object of an order ends: at the first preposition outside of brackets that does not belong to it. */
function objectEnd(tokens: readonly string[], verb: string): number {
  let depth = 0;
  // "support for running a command in a window": the gerund takes all that follows.
  const gerund = tokens.findIndex((token, index) => token === "for" && baseOfGerund(tokens[index + 1] ?? "") !== null);
  const last = gerund < 0 || ofNoun.for?.has(verb) ? tokens.length : gerund;
  return tokens.slice(0, last).findIndex((token, index) => {
    const outside = depth <= 0 && !token.startsWith("(");
    depth += token.split("(").length - token.split(")").length;
    if (index === 0 || !outside) return false;
    return (
      endsObject(token, tokens[index - 1] ?? "", tokens[index + 1] ?? "") || takes(verb, token, tokens.slice(index + 1))
    );
  });
}

/** Whether a preposition belongs to the verb: "remove it from the list", "move it from one list to another". */
function takes(verb: string, preposition: string, behind: readonly string[]): boolean {
  if (preposition === "from" && behind.slice(1, 6).includes("to")) return true;
  return ofNoun[preposition]?.has(verb) ?? false;
}

function endsObject(token: string, before: string, after: string): boolean {
  if (/[,;]$/.test(before) || /^[-–—]+$/.test(token)) return true;
  // "proposal based on feedback", "tests mentioned in the plan"
  if (baseOfParticiple(token) !== null && (behindObject.has(after) || after in ofNoun)) return true;
  if (token === "and") return false;
  return behindObject.has(token) && !(token === "to" && takesTo.test(before));
}

/** "Make sure I can pass a key" -> "Make sure a key can be passed": who is meant is whoever does it. */
export function impersonal(sentence: string): string {
  const found = /^(.{0,60}\b(?:ensure|sure|that|whether|so)) (?:that )?(?:i|we|you) can ([a-z]+) (.+)$/i.exec(sentence);
  const result = found?.[2] && found[3] ? resultOf(found[2], found[3].replace(/[.]$/, ""), "can be") : null;
  return result === null ? sentence : `${found?.[1]} ${result}`;
}
