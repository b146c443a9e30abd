import { describe, expect, it } from "vitest";
import { criterionOf } from "../../../../packages/core/src/generation/offline/finding/criteria.ts";
import { fragmentFact } from "../../../../packages/core/src/generation/offline/finding/fragments.ts";
import { itemTitle } from "../../../../packages/core/src/generation/offline/finding/item-title.ts";
import { type Lexicon, readLexicon } from "../../../../packages/core/src/generation/offline/finding/lexicon.ts";
import { cutAtPhrase } from "../../../../packages/core/src/generation/offline/finding/phrase-ends.ts";
import {
  isScenario,
  joinSteps,
  outcomeOf,
} from "../../../../packages/core/src/generation/offline/finding/scenarios.ts";
import { makeStatement } from "../../../../packages/core/src/generation/offline/finding/statement.ts";
import { storyOf } from "../../../../packages/core/src/generation/offline/finding/stories.ts";
import { toTitle } from "../../../../packages/core/src/generation/offline/finding/title-text.ts";
import { parseClause, sentencesOf } from "../../../../packages/core/src/generation/offline/grammar/index.ts";
import { readSpec } from "../../../../packages/providers/src/documents/read.ts";

const size = 1_000_000;
const lexicon: Lexicon = readLexicon(readSpec("The site is used by users and is part of the API that we have."));

const hostile: [string, string][] = [
  ["one letter", "a"],
  ["blanks", " "],
  ["dots", "."],
  ["dots and blanks", ". "],
  ["brackets", "("],
  ["bracketed words", "a (b "],
  ["commas", "a, "],
  ["backticks", "`"],
  ["code and words", "` a "],
  ["quotes", '"a '],
  ["conjunctions", "a and it "],
  ["modals", "it must "],
  ["steps", "given when then "],
  ["stories", "As a user, I want "],
  ["colons", "a: "],
  ["dashes", "- "],
  ["question marks", "? "],
  ["participles", "used by used "],
  ["apostrophes", "we'd "],
];

const readers: [string, (text: string) => unknown][] = [
  ["sentencesOf", sentencesOf],
  ["parseClause", parseClause],
  ["toTitle", toTitle],
  ["cutAtPhrase", (text) => cutAtPhrase(text, 120)],
  ["storyOf", storyOf],
  ["isScenario", isScenario],
  ["outcomeOf", outcomeOf],
  ["joinSteps", (text) => joinSteps([{ text, start: 0, end: text.length }])],
  ["fragmentFact", (text) => fragmentFact(text.slice(0, 1_200))],
  ["criterionOf", (text) => criterionOf(statement(text), lexicon)],
  ["itemTitle", (text) => itemTitle(statement(text), lexicon)],
];

function statement(text: string) {
  return makeStatement({ text, core: text, form: "item", start: 0, end: text.length }, lexicon);
}

describe("K10 a megabyte of hostile text costs each reader less than 50 ms", () => {
  it.each(readers)("%s", (_name, read) => {
    for (const [kind, unit] of hostile) {
      const text = unit.repeat(size / unit.length);

      let best = Number.POSITIVE_INFINITY;
      // The best of many: a busy machine is no fault of the reader.
      for (let attempt = 0; attempt < 20 && best >= 50; attempt += 1) {
        const start = performance.now();
        read(text);
        best = Math.min(best, performance.now() - start);
      }

      expect(best, kind).toBeLessThan(50);
    }
  });
});
