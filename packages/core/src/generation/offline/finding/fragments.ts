import { baseOfParticiple, baseOfThirdPerson, isNounPhrase, isPlural, isVerb, tokensOf } from "../grammar/index.ts";

const place = /^(?:by|in|on|for|with|to|from|at|via|of)$/;
/** Participles that only say which one is meant: "the tests mentioned in the plan". */
const naming = /^(?:based|defined|described|documented|listed|mentioned|needed|related|required|specified|used)$/i;
const mostWords = 9;

/** A short item without any verb as a fact: "Unit tests" -> "Unit tests are in place"; null where it may have one. */
export function fragmentFact(text: string): string | null {
  const tokens = tokensOf(text);
  if (tokens.length > mostWords || /[,:?()]|^no\b/i.test(text)) return null;
  const at = tokens.findIndex(
    (token, index) => index > 0 && baseOfParticiple(token) !== null && place.test(tokens[index + 1] ?? ""),
  );
  const head = tokens.slice(0, at < 0 ? tokens.length : at).join(" ");
  if (!isNounPhrase(head) || hidesVerb(tokensOf(head))) return null;
  const be = isPlural(head) ? "are" : "is";
  const isState = at > 0 && !naming.test(tokens[at] ?? "");
  return isState ? `${head} ${be} ${tokens.slice(at).join(" ")}` : `${text} ${be} in place`;
}

/** "Coupon codes work", "annotations properly support", "Supports limits": behind a plural or in front may be a verb. */
function hidesVerb(tokens: readonly string[]): boolean {
  if (tokens.length > 1 && baseOfThirdPerson(tokens[0] ?? "") !== null && !place.test(tokens[1] ?? "")) return true;
  return tokens.some((token, index) => index > 0 && isVerb(token) && /[a-z](?:s|ly)$/.test(tokens[index - 1] ?? ""));
}
