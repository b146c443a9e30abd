const tagNames = new Set(
  "a abbr b blockquote br center cite code dd del details div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark nav ol p picture pre q s samp section small source span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var video".split(
    " ",
  ),
);

const entities: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  rarr: "→",
  copy: "©",
};

/** The end of the HTML tag that starts at `from`, exclusive; 0 where none starts there. */
export function tagEnd(text: string, from: number): number {
  const name = /^<\/?([a-zA-Z][a-zA-Z0-9]{0,12})(?=[\s/>])/.exec(text.slice(from, from + 18))?.[1];
  if (!name || !tagNames.has(name.toLowerCase())) return 0;
  const end = text.slice(from, from + 2_000).indexOf(">");
  return end < 0 ? 0 : from + end + 1;
}

/** The character that an entity at `from` stands for and where it ends; null where none stands there. */
export function entityAt(text: string, from: number): { value: string; end: number } | null {
  const found = /^&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,6}));/.exec(text.slice(from, from + 12));
  if (!found) return null;
  const [whole, decimal, hex, name] = found;
  const value = name ? entities[name.toLowerCase()] : characterOf(decimal ? Number(decimal) : Number(`0x${hex}`));
  return value === undefined ? null : { value, end: from + whole.length };
}

function characterOf(code: number): string | undefined {
  if (code < 32 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  return String.fromCodePoint(code);
}
