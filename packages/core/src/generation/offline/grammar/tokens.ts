/** Splits at blanks; code and short quotes stay whole. */
export function tokensOf(text: string): string[] {
  return text.match(/[^\s`"]*`[^`]{0,200}`[^\s`]*|[^\s`"]*"[^"]{1,60}"\S*|\S+/g) ?? [];
}

/** The word of a token, in small letters and without the marks around it. */
export function bare(token: string | undefined): string {
  return (token ?? "")
    .toLowerCase()
    .replace(/^[("']+|[)"',;:.]+$/g, "")
    .replace("’", "'");
}

export function restFrom(tokens: readonly string[], index: number): string {
  return tokens.slice(index).join(" ");
}

/** Words after which another clause begins, with a verb of its own. */
export const relativizers: ReadonlySet<string> = new Set(
  "that which who whom whose where when if because as whether while until before after what how so unless since than and/or".split(
    " ",
  ),
);

const adverbs = new Set(
  "also always already automatically currently either explicitly first fully generally instead just later likely never normally not now often only optionally originally probably rather simply still then therefore thus typically usually each both all most once perhaps maybe somehow soon again even immediately safely".split(
    " ",
  ),
);

export function isAdverb(token: string | undefined): boolean {
  return adverbs.has(bare(token)) || /^[a-z]{3,}ly$/.test(token ?? "");
}

/** The first word from `from` on that is no adverb, and whether one of those before it says no. */
export function skipAdverbs(tokens: readonly string[], from: number): { index: number; negated: boolean } {
  let index = from;
  let negated = false;
  while (index < tokens.length && isAdverb(tokens[index])) {
    if (/^(?:not|never)$/.test(bare(tokens[index]))) negated = true;
    index += 1;
  }
  return { index, negated };
}

/** Code, quotes, brackets and figures stand where nouns stand. */
export function startsLikeNoun(token: string | undefined): boolean {
  return /^[`"(\d]/.test(token ?? "");
}
