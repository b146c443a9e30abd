const singularWords =
  /^(?:access|address|analysis|basis|bus|class|css|dns|https|its|kubernetes|less|news|os|process|progress|series|status|success|this|tls|js|aws|ops|sms|gps|focus|bias|business|loss|pass|index|chaos|canvas)$/i;
const phraseEnd =
  / (?:of|for|in|to|that|which|on|with|from|by|required|needed|used|at|as|when|if|without|within|under|running|whose|who|containing|between|above|below|older|newer|larger|exceeding|about|against|per|into|over|among|behind|made|set up) /;
const masses =
  /^(?:all|some|most) (?:of )?(?:the )?(?:\w+ ){0,3}(?:this|infrastructure|work|access|data|content|metadata|traffic|code|text|information|output|input|state)\b(?! and )/i;

/** Gerunds that are adjectives in front of a noun. */
export const gerundAdjectives =
  /^(?:breaking|existing|following|incoming|missing|outgoing|outstanding|pending|remaining|running)\b/i;

/** Whether a noun phrase takes "are": by the word in front of its first preposition. */
export function isPlural(phrase: string): boolean {
  if (
    /^(?:a (?:few|couple)|they|we|you|both|these|those|all|most|some|many|several|few|people|\d{2,}|[2-9])\b/i.test(
      phrase,
    )
  )
    return !masses.test(phrase);
  if (/^(?:each|every|any|an?|one|no|this|that|it|anyone|everyone)\b/i.test(phrase)) return false;
  const head = (phrase.split(phraseEnd)[0] ?? phrase)
    .replace(/\s*\([^)]*\)/g, "")
    .replace(/\(.*$/, "")
    .trim();
  // "Moving applications" is one thing, however many applications move.
  if (/^[a-z]{2,}ing (?:the |a |an )?\w/i.test(head) && !gerundAdjectives.test(head) && !/ and /.test(head))
    return false;
  if (/ and /.test(head) && !/`/.test(head)) return true;
  const last = head.split(" ").at(-1) ?? "";
  if (/`/.test(last) || singularWords.test(last)) return false;
  return /(?:[^su]s|(?:ss|us)es|people|children|criteria)$/i.test(last.replace(/[,.)]+$/, ""));
}
