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
  "also always already additionally automatically currently either explicitly first fully generally instead just later likely never normally not now often only optionally originally probably rather simply still then therefore thus typically usually each both all most once perhaps maybe somehow soon again even immediately safely".split(
    " ",
  ),
);

export function isAdverb(token: string | undefined): boolean {
  return adverbs.has(bare(token)) || /^[a-z]{3,}ly$/.test(token ?? "");
}

export interface Skipped {
  /** The first word that is no adverb. */
  index: number;
  negated: boolean;
  /** The adverbs as written, without "not". */
  adverb: string;
}

/** Goes over adverbs from `from` on; "never" says no and stays an adverb. */
export function skipAdverbs(tokens: readonly string[], from: number): Skipped {
  let index = from;
  while (index < tokens.length && isAdverb(tokens[index])) index += 1;
  const words = tokens.slice(from, index).map(bare);
  return {
    index,
    negated: words.some((word) => word === "not" || word === "never"),
    adverb: words.filter((word) => word !== "not").join(" "),
  };
}

/** Code, quotes, brackets and figures stand where nouns stand. */
export function startsLikeNoun(token: string | undefined): boolean {
  return /^[`"(\d]/.test(token ?? "");
}
