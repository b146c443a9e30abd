/** A page as a browser would read it. Strict instead of forgiving: what our templates never write is an error here. */
export interface Node {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: (Node | string)[];
}

const empty = new Set(["meta", "input", "br"]);
/** What is in these is text, whatever it looks like. */
const textOnly = new Set(["style", "title", "textarea"]);

export function parseHtml(source: string): Node {
  const root: Node = { name: "#root", attributes: new Map(), children: [] };
  const path = [root];
  const rest = new Reader(source);
  rest.take(/<!doctype html>\n/y);
  while (!rest.isDone()) {
    const parent = path.at(-1) ?? root;
    const text = rest.take(/[^<]+/y);
    if (text) {
      parent.children.push(decode(text[0]));
      continue;
    }
    const end = rest.take(/<\/([a-z][a-z0-9]*)>/y);
    if (end) {
      if (end[1] !== parent.name) throw new Error(`</${end[1]}> closes <${parent.name}>`);
      path.pop();
      continue;
    }
    const node = readTag(rest);
    parent.children.push(node);
    if (textOnly.has(node.name)) node.children.push(readTextOnly(rest, node.name));
    else if (!empty.has(node.name)) path.push(node);
  }
  if (path.length !== 1) throw new Error(`<${path.at(-1)?.name}> is not closed`);
  return root;
}

function readTag(rest: Reader): Node {
  const [, name = ""] = rest.need(/<([a-z][a-z0-9]*)/y);
  const attributes = new Map<string, string>();
  for (;;) {
    if (rest.take(/>/y)) return { name, attributes, children: [] };
    const [, attribute = "", value = ""] = rest.need(/\s+([a-z-]+)(?:="([^"]*)")?/y);
    if (attributes.has(attribute)) throw new Error(`<${name}> has two of ${attribute}`);
    attributes.set(attribute, decode(value));
  }
}

function readTextOnly(rest: Reader, name: string): string {
  const [, text = ""] = rest.need(new RegExp(`([\\s\\S]*?)</${name}>`, "y"));
  return name === "style" ? text : decode(text);
}

const references: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** Only what our templates write; a bare `&` or `<` of a stranger is an error. */
function decode(text: string): string {
  if (/[<>]/.test(text)) throw new Error(`not escaped: ${text.slice(0, 80)}`);
  return text.replace(/&([#a-z0-9]*;?)/g, (whole, name: string) => {
    const character = name.endsWith(";") ? references[name.slice(0, -1)] : undefined;
    if (character === undefined) throw new Error(`no reference of ours: ${whole}`);
    return character;
  });
}

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  isDone(): boolean {
    return this.#at === this.#source.length;
  }

  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  need(pattern: RegExp): RegExpExecArray {
    const found = this.take(pattern);
    if (!found) throw new Error(`expected ${pattern} at: ${this.#source.slice(this.#at, this.#at + 80)}`);
    return found;
  }
}

export function allNodes(node: Node): Node[] {
  return node.children.flatMap((child) => (typeof child === "string" ? [] : [child, ...allNodes(child)]));
}

export function named(node: Node, name: string): Node[] {
  return allNodes(node).filter((one) => one.name === name);
}

/** What is read, each run of blanks as one. */
export function textOf(node: Node): string {
  const text = node.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
  return text.replace(/\s+/g, " ").trim();
}

export function attribute(node: Node, name: string): string {
  const value = node.attributes.get(name);
  if (value === undefined) throw new Error(`<${node.name}> has no ${name}`);
  return value;
}
