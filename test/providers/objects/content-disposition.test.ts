import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attachmentDisposition } from "../../../packages/providers/src/objects/content-disposition.ts";

describe("PX-47 the header that has a file saved under its name", () => {
  it.each([
    ["report.pdf", `attachment; filename="report.pdf"; filename*=UTF-8''report.pdf`],
    ["two words.txt", `attachment; filename="two words.txt"; filename*=UTF-8''two%20words.txt`],
    [
      "Größe 東京.png",
      `attachment; filename="Gr__e __.png"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%E6%9D%B1%E4%BA%AC.png`,
    ],
    ["🗼.png", `attachment; filename="_.png"; filename*=UTF-8''%F0%9F%97%BC.png`],
    ["it's (1)*!.txt", `attachment; filename="it's (1)*!.txt"; filename*=UTF-8''it%27s%20%281%29%2A%21.txt`],
    [
      'a"; filename="b.html',
      `attachment; filename="a_; filename=_b.html"; filename*=UTF-8''a%22%3B%20filename%3D%22b.html`,
    ],
    ["a\\", `attachment; filename="a_"; filename*=UTF-8''a%5C`],
    ["100%41.txt", `attachment; filename="100_41.txt"; filename*=UTF-8''100%2541.txt`],
    ["a\r\nSet-Cookie: b", `attachment; filename="a__Set-Cookie: b"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20b`],
    ["half \ud800 pair", `attachment; filename="half _ pair"; filename*=UTF-8''half%20%EF%BF%BD%20pair`],
  ])("is safe for %j", (name, header) => {
    expect(attachmentDisposition(name)).toBe(header);
  });

  it("has two names and nothing else, whatever the file is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const parts = /^attachment; filename="[^"\\%]*"; filename\*=UTF-8''([A-Za-z0-9%._~-]*)$/.exec(
          attachmentDisposition(name),
        );

        expect(decodeURIComponent(parts?.[1] ?? "none")).toBe(name.toWellFormed());
        expect(attachmentDisposition(name)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});
