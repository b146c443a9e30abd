import { describe, expect, it } from "vitest";
import { weakCriteria } from "../../../../scripts/eval/criteria.ts";
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
