const blockTags = new Set(
  "address article blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul".split(" "),
);
/** Elements whose content no reader sees. */
const unseenTags = new Set(["script", "style", "template", "title"]);

const namedCharacters: Record<string, string> = {
  ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", shy: "", copy: "©", reg: "®", euro: "€" },
  ...{ hellip: "…", ndash: "–", mdash: "—", lsquo: "‘", rsquo: "’", ldquo: "“", rdquo: "”", laquo: "«", raquo: "»" },
  ...{ auml: "ä", ouml: "ö", uuml: "ü", Auml: "Ä", Ouml: "Ö", Uuml: "Ü", szlig: "ß", eacute: "é", egrave: "è" },
  ...{ agrave: "à", ccedil: "ç", ntilde: "ñ", aacute: "á", iacute: "í", oacute: "ó", uacute: "ú", bull: "•" },
};

interface Tag {
  name: string;
  start: number;
  end: number;
}

/**
 * The text that a mail in HTML shows. It is for people to read and is escaped like any other text when it is shown, so
 * it need not be exact; it must be linear, whatever the HTML (K10).
 */
export function htmlToText(html: string): string {
  // Lower case of letters outside ASCII can be longer than they are, and places would no longer agree.
  const markup = html.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const parts: string[] = [];
  let at = 0;
  for (let tag = nextTag(markup, 0); tag; tag = nextTag(markup, tag.end)) {
    parts.push(inOneLine(html.slice(at, tag.start)), separatorOf(tag.name));
    at = tag.end;
  }
  parts.push(inOneLine(html.slice(at)));
  return tidy(decodeCharacters(parts.join("")));
}

/** The next tag, comment, or element without text for readers; null where none is left, or one that never ends. */
function nextTag(markup: string, from: number): Tag | null {
  const opening = /<(?:!--|[!?/]|[a-z][a-z0-9]*)/g;
  opening.lastIndex = from;
  const found = opening.exec(markup);
  if (!found) return null;
  const name = found[0].slice(1);
  const end = endBehind(markup, name === "!--" ? "-->" : ">", found.index);
  if (end === null) return null;
  if (!unseenTags.has(name))
    return { name: name === "/" ? closedName(markup, found.index) : name, start: found.index, end };
  const closed = markup.indexOf(`</${name}`, end);
  return { name, start: found.index, end: closed < 0 ? markup.length : closed };
}

function endBehind(markup: string, mark: string, from: number): number | null {
  const at = markup.indexOf(mark, from);
  return at < 0 ? null : at + mark.length;
}

function closedName(markup: string, start: number): string {
  return /^[a-z][a-z0-9]*/.exec(markup.slice(start + 2, start + 22))?.[0] ?? "";
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

function separatorOf(name: string): string {
  if (blockTags.has(name)) return "\n";
  return name === "td" || name === "th" ? " " : "";
}

function decodeCharacters(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return Object.hasOwn(namedCharacters, name) ? (namedCharacters[name] ?? whole) : whole;
    const code = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    const isCharacter = code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : "";
  });
}

function tidy(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/ +/g, " ").trim());
  return lines
    .filter((line, index) => line !== "" || lines[index - 1] !== "")
    .join("\n")
    .trim();
}
