import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { weakCriteria } from "../../../../scripts/eval/criteria.ts";
import { readSpecFiles } from "../../../../scripts/eval/files.ts";
import { markupResidue } from "../../../../scripts/eval/residue.ts";
import { duplicateTitles, genericReason } from "../../../../scripts/eval/titles.ts";
import { makeResult, makeResultTicket } from "./results.ts";

const context = { english: true, source: "Package pinning" };

describe("the evaluation's own measures", () => {
  it.each([
    "Overview",
    "Implement the solution",
    "Meet the requirements of package pinning",
    "Deliver package pinning",
    "Carry out the plan for package pinning",
    "Reach the Beta milestone",
    "Pinning",
    "The client retries failed uploads",
    "Uploading of failed files",
    "Requirement 7",
    "Deliver A trusted operating system",
    "Make unfortunately, there are problems",
    "Package managers on the client side may consult the documentation",
  ])("calls the title %j generic", (title) => {
    const reason = genericReason(title, context);

    expect(reason).not.toBeNull();
  });

  it.each([
    "Retry failed uploads three times",
    "Document the retry policy",
    "Process uploads in order",
    "Deliver webhooks to subscribers",
    "Add `--force` to `pin add`",
  ])("does not call the title %j generic", (title) => {
    const reason = genericReason(title, context);

    expect(reason).toBeNull();
  });

  it("asks for an English verb in English only", () => {
    const reason = genericReason("Rechnungen als CSV exportieren", { english: false, source: "Rechnungen" });

    expect(reason).toBeNull();
  });

  it("finds titles that differ in case and marks only", () => {
    const titles = ["Add a flag", "add a `flag`.", "Add another flag"];

    const duplicates = duplicateTitles(makeResult(titles.map((title) => makeResultTicket({ title }))));

    expect(duplicates).toEqual(["add a `flag`."]);
  });

  it("finds criteria that are copied, that repeat the title, or that are no sentence", () => {
    const result = makeResult([
      makeResultTicket({ title: "Add a flag", acceptanceCriteria: ["The flag is off by default.", "Add a flag."] }),
      makeResultTicket({ acceptanceCriteria: ["the flag is off by default", "Security.", "The server rejects:"] }),
    ]);

    const weak = weakCriteria(result);

    expect(weak).toEqual([
      "SPEC-1 repeats the title: Add a flag.",
      "SPEC-2 copies SPEC-1: the flag is off by default",
      "SPEC-2 is no sentence: Security.",
      "SPEC-2 is no sentence: The server rejects:",
    ]);
  });

  it.each([
    "**bold** words",
    "See [it](http://x)",
    "a <br> b",
    "a&nbsp;b",
    "## Title",
    "- [ ] box",
    ":pep:`480`",
    "| a | b |",
  ])("finds the markup in %j", (description) => {
    const residue = markupResidue(makeResult([makeResultTicket({ description })]));

    expect(residue).toHaveLength(1);
  });

  it.each(["Call `a_b(*c)` with `<br>`", "2 * 3 * 4", "snake_case_name", "a < b > c"])(
    "finds no markup in %j",
    (description) => {
      const residue = markupResidue(makeResult([makeResultTicket({ description })]));

      expect(residue).toEqual([]);
    },
  );
});

describe("the specs of an evaluation", () => {
  /** A folder with one good spec, and what the test is about. */
  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "tessera-eval-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "b.md"), "# Billing");
    return folder;
  }

  it("are the files that are named, and those of a folder that look like specs, sorted", () => {
    const folder = newFolder();
    writeFileSync(join(folder, "a.txt"), "Access");
    writeFileSync(join(folder, "logo.png"), "no spec");

    const names = readSpecFiles([folder, join(folder, "b.md")]).map(({ name }) => name);

    expect(names).toEqual(["a.txt", "b.md", "b.md"]);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ["an empty file", "", /a\.md is empty/],
    ["bytes", new Uint8Array([0x89, 0x50, 0xff]), /a\.md is not a UTF-8 text file/],
    ["UTF-16", Buffer.from("# Access", "utf16le"), /a\.md is not a UTF-8 text file/],
  ])("are refused where one is %s", (_name, content, expected) => {
    const folder = newFolder();
    writeFileSync(join(folder, "a.md"), content);

    expect(() => readSpecFiles([folder])).toThrow(expected);
  });

  it("are refused where there is none", () => {
    const empty = join(newFolder(), "empty");
    mkdirSync(empty);

    expect(() => readSpecFiles([empty])).toThrow(/^No specs in .*empty/);
    expect(() => readSpecFiles([join(empty, "none.md")])).toThrow(/none\.md does not exist/);
  });
});
