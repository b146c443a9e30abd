import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../../packages/api/src/support/markdown.ts";
import { findForbidden, readHtml } from "./html-walker.ts";
import { fragments, hostileMarkdown, payloads } from "./markdown-attacks.ts";

describe("PX-46 Markdown", () => {
  it.each([
    ["# Title", "<h1>Title</h1>"],
    ["*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>"],
    ["a  \nb", "<p>a<br>\nb</p>"],
    ["> quote", "<blockquote>\n<p>quote</p>\n</blockquote>"],
    ["3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'],
    ["![Plan](https://example.org/a.png)", '<p><img src="https://example.org/a.png" alt="Plan"></p>'],
    ["&eacute; &amp; é", "<p>é &amp; é</p>"],
    ["README.md and //x.y and ftp://a.b", "<p>README.md and //x.y and ftp://a.b</p>"],
  ])("renders %j", (text, expected) => {
    expect(renderMarkdown(text).trim()).toBe(expected);
  });

  it("renders tables with their alignment", () => {
    const { tags, text } = readHtml(renderMarkdown("|a|b|c|\n|:-|-:|-|\n|1|2|3|"));

    expect(
      tags.filter(({ name }) => name === "td" || name === "th").map(({ attributes }) => attributes.get("align")),
    ).toEqual([
      "left",
      undefined,
      "right",
      undefined,
      undefined,
      undefined,
      "left",
      undefined,
      "right",
      undefined,
      undefined,
      undefined,
    ]);
    expect(text.replace(/\s+/g, "")).toBe("abc123");
  });

  it("renders tasks as boxes that nobody can click", () => {
    const html = renderMarkdown("- [x] done\n- [ ] **open**\n- [y] none\n- [x]none");

    expect(html).toContain('<li><input type="checkbox" disabled="" checked=""> done</li>');
    expect(html).toContain('<li><input type="checkbox" disabled=""> <strong>open</strong></li>');
    expect(html).toContain("<li>[y] none</li>\n<li>[x]none</li>");
  });

  it.each([
    ["[a](https://example.org/?q=1&r=2 't')", "https://example.org/?q=1&r=2"],
    ["<https://example.org>", "https://example.org"],
    ["see https://example.org/a_(b), then", "https://example.org/a_(b)"],
    ["see www.example.org/x.", "http://www.example.org/x"],
    ["ann@example.org", "mailto:ann@example.org"],
    ["[mail](mailto:ann@example.org)", "mailto:ann@example.org"],
    ["[a][b]\n\n[b]: http://example.org", "http://example.org"],
  ])("links %j, and tells nobody where the reader came from", (text, href) => {
    const link = readHtml(renderMarkdown(text)).tags.find(({ name }) => name === "a");

    expect(link?.attributes.get("href")).toBe(href);
    expect(link?.attributes.get("rel")).toBe("nofollow noopener noreferrer");
  });

  it("keeps code as it was written", () => {
    const code = '<b onclick="x">&amp;</b>\n\tif (a < b && c) {}\n\n  **no** [no](https://no) @no :) -- "q"\n';

    const { tags, text } = readHtml(renderMarkdown(`\`\`\`ts title="x"\n${code}\`\`\``));

    expect(text).toBe(`${code}\n`);
    expect(tags.map(({ name }) => name)).toEqual(["pre", "code", "code", "pre"]);
    expect(tags[1]?.attributes.get("class")).toBe("language-ts");
  });

  it("shows HTML that people wrote as text", () => {
    expect(readHtml(renderMarkdown("<b>bold</b> <!-- note -->")).text.trim()).toBe("<b>bold</b> <!-- note -->");
  });
});

describe("K9 Markdown of strangers", () => {
  it.each(payloads)("defuses %j", (payload) => {
    expect(findForbidden(renderMarkdown(payload))).toEqual([]);
  });

  // The table above proves nothing if its reader sees nothing.
  it.each([
    "<script>",
    "<img src=https://a/b onerror=alert(1)>",
    '<a href="javascript:alert(1)" rel="nofollow noopener noreferrer">',
    '<a href="&#106;avascript&colon;alert(1)" rel="nofollow noopener noreferrer">',
    '<a href="https://a">',
    '<a/href="/x"/rel="nofollow noopener noreferrer">',
    '<p style="color:red">',
    '<h1 id="x">',
    '<img src="data:image/svg+xml,x">',
    '<code class="a b">',
    "<input type=checkbox>",
    "<!-- -->",
    "<p/onclick=alert(1)>",
  ])("would find %j", (html) => {
    expect(findForbidden(html)).not.toEqual([]);
  });

  it("lets nothing else out, whatever goes in", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc
        .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 4 })), { maxLength: 40 })
        .map((all) => all.join("")),
    );

    fc.assert(
      fc.property(text, (written) => {
        expect(findForbidden(renderMarkdown(written))).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
  });

  it("loses nothing of text that is nested too deep or too long", () => {
    const deep = `${"> ".repeat(40)}<b>end`;
    const long = `${"a".repeat(65_536)}<b>`;

    expect(renderMarkdown(deep)).toBe(`<pre>${"&gt; ".repeat(40)}&lt;b&gt;end</pre>\n`);
    expect(renderMarkdown(long)).toBe(`<pre>${"a".repeat(65_536)}&lt;b&gt;</pre>\n`);
    expect(renderMarkdown(`${"> ".repeat(27)}end`)).toContain("<p>end</p>");
  });
});

describe("K10 Markdown", () => {
  it.each(Object.entries(hostileMarkdown))("renders 64 KB of %s in a moment", (_what, text) => {
    expect(takesAMoment(() => renderMarkdown(text))).toBe(true);
  });
});

/** Whether one of three runs takes under 200 ms: of time on the processor, a busy machine can only add. */
function takesAMoment(work: () => unknown): boolean {
  return [1, 2, 3].some(() => {
    const before = process.cpuUsage();
    work();
    return process.cpuUsage(before).user < 200_000;
  });
}
