import { describe, expect, it } from "vitest";
import {
  criterionOf,
  requirementCriterion,
} from "../../../../packages/core/src/generation/offline/finding/criteria.ts";
import { readLexicon } from "../../../../packages/core/src/generation/offline/finding/lexicon.ts";
import { makeStatement } from "../../../../packages/core/src/generation/offline/finding/statement.ts";
import { readSpec } from "../../../../packages/providers/src/documents/read.ts";

const lexicon = readLexicon(readSpec("The site is used by users and is part of the API that we have."));

function statement(text: string) {
  return makeStatement({ text, core: text, form: "sentence", start: 0, end: text.length }, lexicon);
}

describe("TF-52 a requirement's own sentence is a criterion", () => {
  it.each([
    "If a tab is torn out of a maximized window, the window we create should also be maximized.",
    "The keys, for example the root key, must be kept in a safe.",
  ])("takes %j, which prose alone would not be", (sentence) => {
    expect(criterionOf(statement(sentence), lexicon)).toBeNull();
    expect(requirementCriterion(statement(sentence), lexicon)).toBe(sentence);
  });

  it.each([
    ["opinions", "I think that the server should log this."],
    ["plans of the authors", "We need to think about both dimensions."],
    ["reasons", "The main reason is that the server must be fast."],
    ["what leans on the sentence before", "Either this will need to be passed on the command line."],
    ["promises", "The change will improve reliability, as users will be able to control it."],
    ["open ends", "The server must include the following:"],
  ])("leaves out %s", (_what, sentence) => {
    expect(requirementCriterion(statement(sentence), lexicon)).toBeNull();
  });
});

describe("TF-52 a criterion is never bent", () => {
  it.each([
    ["Self-update of the binary is implement.", "Self-update of the binary is implemented."],
    ["Please make sure that users can sign in.", "Users can sign in."],
    ["(Dependent on 1): The monarch must track the IDs.", "The monarch tracks the IDs."],
    ["Note: the report must name each file.", "The report names each file."],
    [
      "Both carts must be merged; quantities of the same item are added up.",
      "Both carts must be merged; quantities of the same item are added up.",
    ],
  ])("makes of %j %j", (sentence, expected) => {
    expect(criterionOf(statement(sentence), lexicon)).toBe(expected);
  });

  it.each([
    "The window process will use to connect that swap chain.",
    "The date after which the file should be removed.",
  ])("leaves out %j, where a word is missing", (sentence) => {
    expect(requirementCriterion(statement(sentence), lexicon)).toBeNull();
  });
});
