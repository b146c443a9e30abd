import { attachmentKey, cleanFileName } from "@tessera/core/attachments";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const bytesOf = (text: string) => Buffer.byteLength(text);

describe("PX-47 the name of a file", () => {
  it.each([
    ["report.pdf", "report.pdf"],
    ["Größe – 東京 🗼.png", "Größe – 東京 🗼.png"],
    ["archive.tar.gz", "archive.tar.gz"],
    [".env", ".env"],
    ["  spaced out .txt ", "spaced out .txt"],
  ])("keeps %j", (given, kept) => {
    expect(cleanFileName(given)).toBe(kept);
  });

  it.each([
    ["../../etc/passwd", "passwd"],
    ["/etc/shadow", "shadow"],
    ["C:\\Users\\ada\\scan.jpg", "scan.jpg"],
    ["mixed\\and/parts\\a.txt", "a.txt"],
  ])("leaves out the path of %j", (given, name) => {
    expect(cleanFileName(given)).toBe(name);
  });

  it.each([
    ["a\r\nSet-Cookie: x.png", "aSet-Cookie: x.png"],
    ["nul\u0000l.png", "null.png"],
    ["\u007f\u0085b.png", "b.png"],
    ["invoice\u202egpj.exe", "invoicegpj.exe"],
    ["\ufeffbom\u2028.txt", "bom.txt"],
  ])("leaves out what nobody sees in %j", (given, name) => {
    expect(cleanFileName(given)).toBe(name);
  });

  it.each(["", "   ", ".", "..", "...", "folder/", "a/..", "\u0000", "\\"])("is never empty, even for %j", (given) => {
    expect(cleanFileName(given)).toBe("attachment");
  });

  it("is text that every encoding can carry", () => {
    expect(cleanFileName("half \ud800 pair.txt")).toBe("half \ufffd pair.txt");
  });

  it("composes letters and their accents, as file systems differ in that", () => {
    expect(cleanFileName("cafe\u0301.txt")).toBe("caf\u00e9.txt");
  });

  it("cuts a long name before its extension, between whole characters", () => {
    const name = cleanFileName(`${"é".repeat(300)}.jpeg`);

    expect(name).toBe(`${"é".repeat(125)}.jpeg`);
  });

  it("does not take a long ending for an extension", () => {
    const name = cleanFileName(`a.${"b".repeat(400)}`);

    expect(name).toBe(`a.${"b".repeat(253)}`);
  });

  it("holds to all of this for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (given) => {
        const name = cleanFileName(given);

        expect(name).not.toMatch(/^\.{0,2}$|[\\/\p{Cc}\u2028-\u202e]/u);
        expect(name.isWellFormed()).toBe(true);
        expect(bytesOf(name)).toBeLessThanOrEqual(255);
        expect(cleanFileName(name)).toBe(name);
      }),
      { numRuns: 500 },
    );
  });
});

describe("PX-47 where a file lies", () => {
  it("is named by ids, with the tenant first", () => {
    expect(attachmentKey({ tenantId: "t-1", ticketId: "k-2", attachmentId: "a-3" })).toBe("attachments/t-1/k-2/a-3");
  });
});
