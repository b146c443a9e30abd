import { describe, expect, it } from "vitest";
import { findMentions, newMentions } from "../../../../packages/core/src/tickets/text/index.ts";
import { bestMs, megabyteOf } from "./megabyte.ts";

describe("PX-45 mentions", () => {
  it.each([
    ["a name at the start", "@bob please look", ["bob"]],
    ["names in any case, each once, in order", "cc @Zoe @amy @ZOE", ["zoe", "amy"]],
    ["names with dots, dashes and underscores", "@triage-agent @a.b_c", ["triage-agent", "a.b_c"]],
    [
      "no punctuation behind a name",
      "@bob. @amy, (@zoe) @kim- @lee_: **@max**",
      ["bob", "amy", "zoe", "kim", "lee", "max"],
    ],
    ["names that stand in a continued paragraph", "hello\n    @bob", ["bob"]],
    ["names in lists and quotes", "- one\n\n    @bob\n\n> @amy", ["bob", "amy"]],
    ["names behind a code block that a quote ended", "> ```\n> @no\n@bob", ["bob"]],
    ["names after backticks that never close", "`` @bob ` @amy", ["bob", "amy"]],
    ["names after an escaped backtick", "\\`@bob`", ["bob"]],
  ])("finds %s", (_what, markdown, expected) => {
    expect(findMentions(markdown)).toEqual(expected);
  });

  it.each([
    ["e-mail addresses", "bob@example.org, rené@example.org, a.b+c_@example.org"],
    ["paths, packages and doubled signs", "npm/@scope x.@y @@bob"],
    ["code spans", "`@bob` ``a ` @bob`` `a\n@bob`"],
    ["fenced code", "```ts\n@Injectable()\n~~~\n@bob\n```"],
    ["fenced code that never ends", "text\n~~~\n@bob"],
    ["fenced code in lists and quotes", "- ```\n  @bob\n  ```\n\n> ~~~\n> @amy\n> ~~~"],
    ["indented code", "text\n\n    @bob\n\n\t@amy"],
    ["indented code behind a list", "- item\n\ntext\n\n    @bob"],
    ["indented code in a list", "- item\n\n      @bob"],
    ["names in letters that no handle has", "@josé @jose\u0301 @müller"],
    ["a lone sign", "@ @- @. a @"],
  ])("finds nobody in %s", (_what, markdown) => {
    expect(findMentions(markdown)).toEqual([]);
  });

  it("finds fifty at the most", () => {
    const text = Array.from({ length: 80 }, (_, index) => `@user${index}`).join(" ");

    const handles = findMentions(text);

    expect(handles).toHaveLength(50);
    expect(handles.at(-1)).toBe("user49");
  });

  it("tells only whom an edit added", () => {
    expect(newMentions("@bob see `@amy`", "@BOB see @amy and @zoe")).toEqual(["amy", "zoe"]);
  });
});

describe("K10 mentions", () => {
  const growing = Array.from({ length: 1_400 }, (_, index) => `${"`".repeat(index)}a`).join("");
  const hostile = [
    "`",
    "`a``b",
    "\\`",
    "\\",
    "> ",
    ">",
    "- ",
    "@",
    "@a",
    " @a",
    "@a.",
    "```\n",
    " ",
    "\n",
    "\t",
    "> ```\n",
  ];

  it.each([...hostile.map(megabyteOf), growing])("reads a megabyte in a moment (%#)", (text) => {
    expect(bestMs(() => findMentions(text))).toBeLessThan(1_000);
  });
});
