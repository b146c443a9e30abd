import { baseOfParticiple, baseOfThirdPerson, isPlainVerb, isVerb, tokensOf } from "../grammar/index.ts";

const subordinators = new Set(
  "because so either when whenever if until while unless rather instead before after since although whereas".split(" "),
);
const prepositions = new Set(
  "with without via using through during across within by for in on at under per into onto over from according against between among to".split(
    " ",
  ),
);
const behindComma = new Set(
  "as but to with without including and in specified subject e.g i.e such via using".split(" "),
);
/** After these words a phrase has to go on. */
const openWords = new Set(
  `a an the and or of to in on at by for from with without into onto via per as than that which who whose when if is are be
  was were been not no only even also its their our this these those such any each every both either can must should will
  may has have had does do more less most very able ready easy hard going way ability how whether what because so but up
  across under over between`.split(/\s+/),
);
/** Verbs that take an infinitive: "allow clients to retry" is not complete without its end. */
const takesInfinitive =
  /^(?:allow|ask|cause|configure|continue|enable|encourage|expect|fail|force|instruct|need|permit|require|start|stop|tell|train|try|tries|want|used|help)(?:s|ed|ing)?$/;

interface Cut {
  tokens: readonly string[];
  index: number;
  /** Inside "that is ...", which ends with its clause and not at a preposition. */
  relative: boolean;
}

/** The text, or its longest beginning within the limit that is complete as a phrase; null where it has none. */
export function cutAtPhrase(text: string, limit: number): string | null {
  return cutBefore(text, limit, canEndBefore);
}

/** The same, but only an aside or a reason goes: what is left still says all that the sentence demands. */
export function cutAtAside(text: string, limit: number): string | null {
  return cutBefore(text, limit, (cut) => isAside(cut) && canEndBefore(cut));
}

function isAside({ tokens, index }: Cut): boolean {
  return /[,;]$/.test(tokens[index - 1] ?? "") || contrasts.test(tokens[index] ?? "");
}

const contrasts = /^(?:instead|rather|because|since|although|whereas)$/;

function cutBefore(text: string, limit: number, canEnd: (cut: Cut) => boolean): string | null {
  // A character takes two units at most.
  const head = text.slice(0, limit * 2 + 1);
  if ([...head].length <= limit) return text;
  const tokens = tokensOf(head);
  let length = 0;
  let depth = 0;
  let relative = false;
  let best: string | null = null;
  for (let index = 0; index < tokens.length && length <= limit; index += 1) {
    const token = tokens[index] ?? "";
    if (/,$/.test(tokens[index - 1] ?? "")) relative = false;
    if (depth === 0 && length > limit * 0.35 && canEnd({ tokens, index, relative })) {
      best = tokens.slice(0, index).join(" ");
    }
    relative ||= startsClause.test(token);
    depth += token.startsWith("`") ? 0 : token.split("(").length - token.split(")").length;
    length += [...token].length + 1;
  }
  return best?.replace(/[\s,;:–—-]+$/, "") ?? null;
}

const startsClause = /^(?:that|which|who|whose|where|when|if)$/;
const startsRelative = /^(?:that|which|who|whose|where)$/;

function canEndBefore(cut: Cut): boolean {
  const before = cut.tokens[cut.index - 1] ?? "";
  const word = plain(cut.tokens[cut.index]);
  if (openWords.has(plain(before)) || isOpenVerb(cut)) return false;
  if (/;$/.test(before)) return true;
  if (/,$/.test(before)) return subordinators.has(word) || startsRelative.test(word) || startsAside(cut, word);
  if (subordinators.has(word)) return true;
  if (startsRelative.test(word)) return !takesClause.test(plain(before));
  if (cut.relative) return false;
  return isReducedRelative(cut, word) || (prepositions.has(word) && completes(cut, word));
}

const takesClause =
  /^(?:assert|assume|check|confirm|demand|document|ensure|guarantee|indicate|know|make|mean|prove|require|say|show|state|sure|verify|so|such|way)s?$/;

/** ", allowing users to ..." and ", but ..." add to a phrase that is whole without them; ", b, and c" does not. */
function startsAside({ tokens, index }: Cut, word: string): boolean {
  if (word === "and") return /^(?:it|they|we|this|that)$/.test(plain(tokens[index + 1]));
  return behindComma.has(word) || (/^[a-z]{3,}ing$/.test(word) && index > 3);
}

/** "a file | owned by the user" */
function isReducedRelative({ tokens, index }: Cut, word: string): boolean {
  return baseOfParticiple(word) !== null && prepositions.has(plain(tokens[index + 1]));
}

/** "from an error | to a warning": the second half belongs to the first. */
function completes({ tokens, index }: Cut, word: string): boolean {
  const earlier = tokens.slice(Math.max(1, index - 8), index).map(plain);
  if (word !== "to") return true;
  return (
    !earlier.some((other) => other === "from" || takesInfinitive.test(other)) && !takesInfinitive.test(plain(tokens[0]))
  );
}

/** A verb or participle in front of a preposition mostly needs it: "depends | on", "files identified | by". */
function isOpenVerb({ tokens, index }: Cut): boolean {
  const word = plain(tokens[index - 1]);
  if (/,$/.test(tokens[index - 1] ?? "")) return false;
  if (isVerb(word) && plain(tokens[index - 2]) === "to") return true;
  const third = baseOfThirdPerson(word);
  return isPlainVerb(word) || (third !== null && isPlainVerb(third)) || baseOfParticiple(word) !== null;
}

function plain(token: string | undefined): string {
  return (token ?? "").toLowerCase().replace(/^[("']+|[)"',;:.]+$/g, "");
}
