export interface HtmlTag {
  name: string;
  closing: boolean;
  attributes: Map<string, string>;
}

interface Html {
  tags: HtmlTag[];
  /** What stands between tags, as the browser reads it. */
  text: string;
}

const whiteSpace = /[\t\n\f\r ]/;

/**
 * A tokenizer that reads HTML as a browser does (WHATWG 13.2.5): a tag begins with `<` and a letter, or `</` and a
 * letter; attributes may be quoted, unquoted or bare. Whatever else begins with `<!`, `<?` or `</` is a comment.
 */
export function readHtml(html: string): Html {
  const tags: HtmlTag[] = [];
  let text = "";
  let at = 0;
  while (at < html.length) {
    const [, opening, slash, name] = /^(<(\/?)([a-zA-Z][^\t\n\f\r />]*))/.exec(html.slice(at, at + 200)) ?? [];
    if (opening && name !== undefined) {
      const read = readAttributes(html, at + opening.length);
      tags.push({ name: name.toLowerCase(), closing: slash === "/", attributes: read.attributes });
      at = read.end;
    } else if (/^<[!?/]/.test(html.slice(at, at + 2))) {
      tags.push({ name: "#comment", closing: false, attributes: new Map() });
      at = html.length;
    } else {
      text += html[at];
      at += 1;
    }
  }
  return { tags, text: decode(text) };
}

function readAttributes(html: string, start: number): { attributes: Map<string, string>; end: number } {
  const attributes = new Map<string, string>();
  let at = start;
  while (at < html.length && html[at] !== ">") {
    if (whiteSpace.test(html.charAt(at)) || html[at] === "/") {
      at += 1;
      continue;
    }
    const nameEnd = endOf(html, at + 1, /[\t\n\f\r />=]/);
    const name = html.slice(at, nameEnd).toLowerCase();
    const value = readValue(html, endOf(html, nameEnd, /[^\t\n\f\r ]/));
    attributes.set(name, decode(value.text));
    at = value.end;
  }
  return { attributes, end: at + 1 };
}

function readValue(html: string, at: number): { text: string; end: number } {
  if (html[at] !== "=") return { text: "", end: at };
  const start = endOf(html, at + 1, /[^\t\n\f\r ]/);
  const quote = html.charAt(start);
  if (quote === '"' || quote === "'") {
    const close = html.indexOf(quote, start + 1);
    const end = close < 0 ? html.length : close;
    return { text: html.slice(start + 1, end), end: end + 1 };
  }
  const end = endOf(html, start, /[\t\n\f\r >]/);
  return { text: html.slice(start, end), end };
}

function endOf(html: string, start: number, stop: RegExp): number {
  let at = start;
  while (at < html.length && !stop.test(html.charAt(at))) at += 1;
  return at;
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', colon: ":", Tab: "\t", NewLine: "\n" };

function decode(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));?/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return named[name] ?? whole;
    return String.fromCodePoint(Math.min(hex ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10), 0x10ffff));
  });
}

const plainTags = "p h1 h2 h3 h4 h5 h6 ul li blockquote pre em strong s hr br table thead tbody tr".split(" ");
const allowed: Record<string, Record<string, (value: string) => boolean>> = {
  ...Object.fromEntries(plainTags.map((name) => [name, {}])),
  code: { class: (value) => /^language-[\w+#.-]{1,32}$/.test(value) },
  ol: { start: (value) => /^\d{1,9}$/.test(value) },
  th: { align: (value) => ["left", "center", "right"].includes(value) },
  td: { align: (value) => ["left", "center", "right"].includes(value) },
  a: { href: isLink, rel: (value) => value === "nofollow noopener noreferrer", title: () => true },
  img: { src: isImage, alt: () => true, title: () => true },
  input: { type: (value) => value === "checkbox", disabled: () => true, checked: () => true },
};

/** What stands in HTML that no page of ours may hold: other tags, other attributes, other addresses (K9). */
export function findForbidden(html: string): string[] {
  return readHtml(html).tags.flatMap((tag) => {
    const rules = Object.hasOwn(allowed, tag.name) ? allowed[tag.name] : undefined;
    if (!rules) return [`<${tag.name}>`];
    const faults = [...tag.attributes].filter(([name, value]) => !(Object.hasOwn(rules, name) && rules[name]?.(value)));
    if (tag.name === "a" && !tag.closing && !(tag.attributes.has("href") && tag.attributes.has("rel"))) {
      return ["<a> without href or rel"];
    }
    if (tag.name === "input" && !(tag.attributes.has("disabled") && tag.attributes.has("type"))) {
      return ["<input> that works"];
    }
    return faults.map(([name, value]) => `<${tag.name} ${name}=${value}>`);
  });
}

function isLink(value: string): boolean {
  return ["http:", "https:", "mailto:"].includes(protocolOf(value));
}

function isImage(value: string): boolean {
  return protocolOf(value) === "https:";
}

/** The scheme as a browser on a page of ours reads it. */
function protocolOf(address: string): string {
  try {
    return new URL(address, "relative://page/").protocol;
  } catch {
    return "invalid:";
  }
}
