import { entityAt, tagEnd } from "./html.ts";
import { linkAt, matchBrackets } from "./links.ts";

/** Plain words of inline markup: emphasis and tags go, links keep their words, code keeps single backticks. */
export function plainText(source: string): string {
  const scan: Scan = { text: source, at: 0, out: [], brackets: matchBrackets(source), emphasis: {} };
  while (scan.at < source.length) step(scan);
  return scan.out
    .join("")
    .replace(/\s+/g, " ")
    .replace(/ ([,.;:!?)])(?=\s|$)/g, "$1")
    .trim();
}

interface Scan {
  text: string;
  at: number;
  out: string[];
  brackets: Map<number, number>;
  /** Where in `out` an opening mark of emphasis stands, by mark. */
  emphasis: Record<string, number | undefined>;
}

type Handler = (scan: Scan) => boolean;

const handlers: Record<string, Handler> = {
  "\\": escaped,
  "`": codeSpan,
  "[": link,
  "!": image,
  "<": tag,
  "&": entity,
  "*": emphasis,
  _: emphasis,
  "~": emphasis,
  ":": role,
};

function step(scan: Scan): void {
  const char = scan.text.charAt(scan.at);
  if (handlers[char]?.(scan)) return;
  scan.out.push(char);
  scan.at += 1;
}

function escaped(scan: Scan): boolean {
  const next = scan.text.charAt(scan.at + 1);
  if (!/[!-/:-@[-`{-~]/.test(next)) return false;
  scan.out.push(next);
  scan.at += 2;
  return true;
}

function codeSpan(scan: Scan): boolean {
  let width = 1;
  while (scan.text.charAt(scan.at + width) === "`") width += 1;
  const mark = "`".repeat(Math.min(width, 8));
  const close = width > 8 ? -1 : scan.text.slice(0, scan.at + 4_000).indexOf(mark, scan.at + width);
  if (close < 0) {
    scan.at += width;
    return true;
  }
  const content = scan.text.slice(scan.at + width, close).trim();
  scan.at = close + width;
  scan.out.push(referenceText(scan, content, width) ?? (content && `\`${content.replaceAll("`", "'")}\``));
  return true;
}

/** reStructuredText writes a link as `words <address>`_ and a name as `words`_; both are words, not code. */
function referenceText(scan: Scan, content: string, width: number): string | null {
  if (width !== 1 || scan.text.charAt(scan.at) !== "_") return null;
  while (scan.text.charAt(scan.at) === "_") scan.at += 1;
  const address = content.lastIndexOf("<");
  return address > 0 && content.endsWith(">") ? content.slice(0, address).trim() : content;
}

function link(scan: Scan): boolean {
  const found = linkAt(scan.text, scan.at, scan.brackets);
  if (!found) return false;
  // The words of a link may hold markup of their own: they are scanned next, without the brackets.
  if (found.words) scan.out.push(plainText(found.words));
  scan.at = found.end;
  return true;
}

function image(scan: Scan): boolean {
  if (scan.text.charAt(scan.at + 1) !== "[") return false;
  const found = linkAt(scan.text, scan.at + 1, scan.brackets);
  if (!found) return false;
  scan.at = found.end;
  return true;
}

function tag(scan: Scan): boolean {
  const end = tagEnd(scan.text, scan.at);
  if (!end) return false;
  scan.out.push(" ".repeat(/^<(?:br|li|p|\/)/i.test(scan.text.slice(scan.at, scan.at + 3)) ? 1 : 0));
  scan.at = end;
  return true;
}

function entity(scan: Scan): boolean {
  const found = entityAt(scan.text, scan.at);
  if (!found) return false;
  scan.out.push(found.value);
  scan.at = found.end;
  return true;
}

/** reStructuredText roles (:pep:`480`): the role's name goes, its words stay. */
function role(scan: Scan): boolean {
  const found = /^:[a-z][a-z:-]{1,20}:`([^`]{1,200})`/.exec(scan.text.slice(scan.at, scan.at + 230));
  if (!found?.[1]) return false;
  const address = found[1].indexOf(" <");
  scan.out.push(address > 0 ? found[1].slice(0, address) : found[1]);
  scan.at += found[0].length;
  return true;
}

function emphasis(scan: Scan): boolean {
  const char = scan.text.charAt(scan.at);
  let width = 1;
  while (scan.text.charAt(scan.at + width) === char) width += 1;
  const mark = char.repeat(Math.min(width, 4));
  const before = scan.text.charAt(scan.at - 1);
  const after = scan.text.charAt(scan.at + width);
  scan.at += width;
  if (closes(char, before, after) && scan.emphasis[mark] !== undefined) {
    scan.out[scan.emphasis[mark]] = "";
    scan.emphasis[mark] = undefined;
    return true;
  }
  if (opens(char, before, after)) scan.emphasis[mark] = scan.out.length;
  // An anonymous reference of reStructuredText (word__) leaves nothing behind.
  const reference = char === "_" && width <= 2 && isWord(before) && !isWord(after);
  scan.out.push(reference ? "" : char.repeat(width));
  return true;
}

function opens(char: string, before: string, after: string): boolean {
  return after.trim() !== "" && (char === "*" || !isWord(before));
}

function closes(char: string, before: string, after: string): boolean {
  return before.trim() !== "" && (char === "*" || !isWord(after));
}

function isWord(char: string): boolean {
  return /[\p{L}\p{N}]/u.test(char);
}
