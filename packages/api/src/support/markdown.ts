import MarkdownIt from "markdown-it";
import { isWithin } from "../http/text.ts";
import { readTaskItems } from "./markdown-tasks.ts";

type Token = ReturnType<MarkdownIt["parse"]>[number];
type LinkRule = NonNullable<Parameters<MarkdownIt["linkify"]["add"]>[1]>;

/** The longest content that tickets and messages take (PX-46). */
const maximumLength = 65_536;
/** Rendering costs length times depth: quotes in quotes 30 deep take 0.1 s at the most (K10). A list counts as two. */
const maximumNesting = 30;
/** A host without a scheme is read this far, and is no link where it goes further: many of them stay cheap (K10). */
const maximumHostLinkLength = 512;

const linkTarget = /^(?:https?:\/\/|mailto:)/i;
const imageSource = /^https:\/\//i;
const languageName = /^\s*([\w+#.-]{1,32})(?:\s|$)/;

/** What comes out, besides text: no other attribute does, whatever the parser or a later version of it makes. */
const attributes = new Set(["href", "title", "rel", "src", "alt", "align", "start", "class"]);

/**
 * Markdown as HTML that may stand in any page (PX-46, K9): GFM tables, strikethrough, task lists and links. HTML that
 * people wrote is shown as text, links go to http, https or mail, images come over https, nothing has an id or a style.
 *
 * Text that is too long, or nested deeper than the parser goes, comes out unformatted: nothing of it is lost, and no
 * text takes long.
 */
export function renderMarkdown(text: string): string {
  const whole = text.toWellFormed();
  if (!isWithin(whole, maximumLength)) return unformatted(whole);
  const tokens = markdown.parse(whole, {});
  // The parser leaves out what stands deeper than its limit, and says nothing.
  if (tokens.some(({ level }) => level >= maximumNesting - 1)) return unformatted(whole);
  return markdown.renderer.render(tokens, markdown.options, {});
}

function unformatted(text: string): string {
  return `<pre>${markdown.utils.escapeHtml(text)}</pre>\n`;
}

function createMarkdown(): MarkdownIt {
  const parser = new MarkdownIt({ html: false, linkify: true });
  // An option of every preset that the types leave out.
  Object.assign(parser.options, { maxNesting: maximumNesting });
  parser.validateLink = (url) => linkTarget.test(url) && URL.canParse(url);
  // Without `fuzzyLink`, "README.md" is a file and not a host in Moldova.
  parser.linkify.set({ fuzzyLink: false, fuzzyIP: false, fuzzyEmail: true });
  parser.linkify.add("//", null).add("ftp:", null).add("www.", hostLinks);
  parser.core.ruler.push("allowed_attributes", ({ tokens }) => tokens.forEach(restrict));
  parser.core.ruler.push("task_items", readTaskItems);
  const image = parser.renderer.rules.image;
  parser.renderer.rules.image = (tokens, index, options, env, self) => {
    const token = tokens[index];
    if (image && imageSource.test(String(token?.attrGet("src")))) return image(tokens, index, options, env, self);
    return parser.utils.escapeHtml(self.renderInlineAsText(token?.children ?? [], options, env));
  };
  return parser;
}

/** `www.example.com` is a link without a scheme, as on GitHub. */
const hostLinks: LinkRule = {
  validate: (text, at, linkify) => {
    const start = "//www.";
    const length = linkify.testSchemaAt(start + text.slice(at, at + maximumHostLinkLength), "http:", 0) - start.length;
    return length > 0 && length < maximumHostLinkLength ? length : 0;
  },
  normalize: (match) => {
    match.url = `http://${match.url}`;
  },
};

const markdown = createMarkdown();

/** Leaves what our pages know: alignment is an attribute instead of a style, the language of code a plain word. */
function restrict(token: Token): void {
  const alignment = /^text-align:(left|center|right)$/.exec(token.attrGet("style") ?? "")?.[1];
  if (alignment) token.attrSet("align", alignment);
  if (token.type === "link_open") token.attrSet("rel", "nofollow noopener noreferrer");
  if (token.type === "fence") token.info = languageName.exec(token.info)?.[1] ?? "";
  token.attrs = token.attrs?.filter(([name]) => attributes.has(name)) ?? null;
  token.children?.forEach(restrict);
}
