import { isPeople, type Lexicon, type WorkItem } from "../finding/index.ts";

const general =
  /^(?:users?|we|i|it|this|that|these|they|you|all|any|each|no|the (?:user|tool|system|spec|proposal|following)|.* (?:users?|developers?|administrators?|team))$/i;

/** The part of the product that does it: what the strongest statement names as its subject, if that is a name. */
export function componentOf(item: WorkItem, lexicon: Lexicon): string | null {
  for (const statement of [item.lead, ...item.statements.slice(0, 12)]) {
    const subject = statement?.clause?.form === "active" && statement.strength >= 2 ? statement.clause.subject : "";
    const name = subject
      .replace(/^(?:the|a|an|our) /i, "")
      .replace(/,.*$/, "")
      .trim();
    if (
      name !== "" &&
      name.split(" ").length <= 3 &&
      !general.test(subject) &&
      !isPeople(subject) &&
      isName(name, lexicon)
    )
      return name.replaceAll("`", "");
  }
  return null;
}

function isName(name: string, lexicon: Lexicon): boolean {
  if (/^`[^`]+`$/.test(name)) return true;
  return name
    .split(" ")
    .every((word) => /^\p{Lu}/u.test(word) && (lexicon.names.has(word) || !lexicon.common.has(word.toLowerCase())));
}
