import type { SpecBlock, SpecListItem, SpecSection } from "@tessera/core/generation";
import { createSpecReader } from "@tessera/providers/documents";
import { describe, expect, it } from "vitest";

const { read } = createSpecReader();

function outline(sections: readonly SpecSection[]): unknown[] {
  return sections.map(({ title, children }) => (children.length > 0 ? [title, ...outline(children)] : title));
}

function blocks(spec: string): SpecBlock[] {
  return read(spec).sections.flatMap(({ blocks: own }) => own);
}

function items(spec: string): SpecListItem[] {
  return blocks(spec).flatMap((block) => (block.kind === "list" ? block.items : []));
}

function texts(spec: string): string[] {
  return blocks(spec).flatMap((block) => ("text" in block ? [block.text] : []));
}

describe("TF-52 sections of a spec", () => {
  it.each([
    ["# A\n\n## B\n\n### C\n\n## D\n", [["A", ["B", "C"], "D"]]],
    ["A\n===\n\nB\n---\n\nwords\n", [["A", "B"]]],
    ["Abstract\n========\n\nwords\n\nDetails\n-------\n\nwords\n\nDeep\n~~~~\n", [["Abstract", ["Details", "Deep"]]]],
    ["=====\nTitle\n=====\n\nPart\n----\n\nwords\n", [["Title", "Part"]]],
    ["1.1 Search page\n\nwords\n\n1.2 Checkout\n\nwords\n", ["Search page", "Checkout"]],
    ["A plan for spring\n\nIt has words.\n\nOPEN QUESTIONS\n\nWhy?\n", [["A plan for spring", "Open questions"]]],
    ["SUBJECT: A plan for spring\n\nIt has words.\n", ["A plan for spring"]],
    ["## Story\n\nwords\n\n**Acceptance criteria:**\n\n- one\n", [["Story", "Acceptance criteria"]]],
    ["## Graduation\n\nAlpha:\n- one\n\nBeta:\n- two\n", [["Graduation", "Alpha", "Beta"]]],
    ["1. one\n2. two\n", [""]],
    ["words before\n\n# A\n", ["", "A"]],
  ])("reads the headings of %j", (spec, expected) => {
    expect(outline(read(spec).sections)).toEqual(expected);
  });

  it("numbers sections by their place in the tree", () => {
    const [first] = read("# A\n\n## B\n\n## C\n").sections;

    expect(first?.children.map(({ id, path, depth }) => [id, path.join("/"), depth])).toEqual([
      ["s1.1", "A/B", 2],
      ["s1.2", "A/C", 2],
    ]);
  });

  it("ends a section where the next of its level starts", () => {
    const spec = "# A\n\nwords\n\n# B\n\nmore\n";

    const [first, second] = read(spec).sections;

    expect(spec.slice(first?.start, first?.end)).toBe("# A\n\nwords\n\n");
    expect(spec.slice(second?.start, second?.end)).toBe("# B\n\nmore\n");
  });

  it.each(["", " \n\t\n", "\u0000\u0000", "---", "```"])("answers %j with one untitled section", (spec) => {
    expect(read(spec).sections).toHaveLength(1);
    expect(read(spec).sections[0]).toMatchObject({ id: "s1", title: "" });
  });
});

describe("TF-52 blocks of a spec", () => {
  it("takes markup off and keeps words and code", () => {
    const [text] = texts(
      "A **bold** _word_, [a link](http://x.y), `code *here*`, ![image](a.png)<b>tag</b> &amp; [#12].\n",
    );

    expect(text).toBe("A bold word, a link, `code *here*`, tag & #12.");
  });

  it.each([
    ["snake_case stays", "snake_case stays"],
    ["2 * 3 * 4", "2 * 3 * 4"],
    ["``double`` and :pep:`480` and word__ [1]_", "`double` and 480 and word"],
    ["\\*escaped\\*", "*escaped*"],
    ["match[] and [0..100]", "match[] and [0..100]"],
    ["the .NET tool", "the .NET tool"],
  ])("reads %j as %j", (source, text) => {
    expect(texts(source)).toEqual([text]);
  });

  it("reads checkboxes, bold leads and nested items", () => {
    const list = items("- [x] **Ready:** it is done\n  - [ ] &#x20;child\n- `code` item\n");

    expect(list).toMatchObject([
      { text: "Ready: it is done", checked: true, lead: "Ready", children: [{ text: "child", checked: false }] },
      { text: "`code` item", checked: null, lead: "`code`" },
    ]);
  });

  it("keeps the number that an ordered list starts with", () => {
    expect(blocks("6. six\n7. seven\n")).toMatchObject([{ kind: "list", ordered: true, firstNumber: 6 }]);
  });

  it("gives bullets below a numbered item to that item", () => {
    expect(items("1. one\n- detail\n2. two\n")).toMatchObject([
      { text: "one", children: [{ text: "detail" }] },
      { text: "two" },
    ]);
  });

  it("reads pipe and grid tables", () => {
    const pipe = "| A | B |\n|---|---|\n| `a|b` | c |\n";
    const grid = "+---+---+\n| A | B |\n+===+===+\n| c | d |\n+---+---+\n";

    expect(blocks(pipe)).toMatchObject([{ kind: "table", headers: ["A", "B"], rows: [["`a|b`", "c"]] }]);
    expect(blocks(grid)).toMatchObject([{ kind: "table", headers: ["A", "B"], rows: [["c", "d"]] }]);
  });

  it("drops comments, raw tables, badges and link targets, but no code", () => {
    const spec =
      "<!-- # No -->\n<table>\n<tr><td>no</td></tr>\n</table>\n\n[x]: http://y\n\n```html\n<!-- yes -->\n```\n";

    expect(blocks(spec)).toMatchObject([{ kind: "code", language: "html", text: expect.stringContaining("yes") }]);
  });

  it.each(["\r\n", "\r"])("counts offsets in the source with %j and a byte order mark", (newline) => {
    const spec = `\uFEFF# Title${newline}${newline}First words.${newline}${newline}- item one${newline}`;

    const [section] = read(spec).sections;
    const [paragraph, list] = section?.blocks ?? [];

    expect(spec.slice(paragraph?.start, paragraph?.end)).toBe("First words.");
    expect(spec.slice(list?.start, list?.end)).toBe("- item one");
  });

  it.each([
    ["# Invoice matching\n\n## Summary\n", "Invoice matching"],
    ["words first\n\n## Pins\n\n## Why\n", "Pins"],
    ["## Summary\n\n## Motivation\n", null],
    ["# Meta\n\n# Proposal\n", null],
    ["words alone", null],
  ])("calls %j by its own name: %j", (spec, title) => {
    expect(read(spec).title).toBe(title);
  });

  it("reads front matter and the header of an RFC", () => {
    expect(read('---\ntitle: "Pins"\ntags: a\n---\n\n# X\n')).toMatchObject({
      title: "Pins",
      frontMatter: { tags: "a" },
    });
    expect(read("PEP: 1\nTitle: Pins\nAuthor: A,\n        B\n\nwords\n").frontMatter).toMatchObject({ author: "A, B" });
    expect(read("---\n__proto__: x\n---\n").frontMatter).not.toHaveProperty("polluted");
  });
});

describe("P-9 and K10 hostile specs", () => {
  const size = 1_000_000;
  it.each([
    ["brackets", "[".repeat(size)],
    ["images", "![a](".repeat(size / 5)],
    ["quotes", "> ".repeat(size / 2)],
    ["nested lists", Array.from({ length: 1_400 }, (_line, depth) => `${" ".repeat(depth)}- a`).join("\n")],
    ["short items", "- a\n".repeat(size / 4)],
    ["a wide table", `${"|a".repeat(size / 4)}\n${"|-".repeat(size / 4)}`],
    ["emphasis", "*a _b ~c ".repeat(size / 9)],
    ["backticks", "`a``b".repeat(size / 5)],
    ["tags", "<b ".repeat(size / 3)],
    ["comments", "<!--".repeat(size / 4)],
    ["headings", "# A\n".repeat(size / 4)],
    ["underlines", "abc\n===\n".repeat(size / 8)],
    ["fences", "```a\n".repeat(size / 5)],
    ["control characters", "\u0000".repeat(size)],
  ])("reads a megabyte of %s in bounded time", (_name, spec) => {
    const start = performance.now();

    const document = read(spec);

    expect(document.sections.length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
