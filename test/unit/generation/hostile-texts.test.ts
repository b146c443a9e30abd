import { describe, expect, it } from "vitest";
import { findObjects } from "../../../packages/core/src/generation/answer/index.ts";
import { draftLeaks } from "../../../packages/core/src/generation/prompt/index.ts";
import { draftInstructions } from "../../../packages/core/src/generation/prompt/instructions.ts";
import { createSeal } from "../../../packages/core/src/generation/prompt/seal.ts";
import { genericTitle } from "../../../packages/core/src/generation/quality.ts";
import {
  repairDescription,
  repairLine,
  repairText,
  repairTitle,
} from "../../../packages/core/src/generation/repair-text.ts";
import { comparable, holdsControlCharacters } from "../../../packages/core/src/generation/text.ts";
import { makeOptions } from "../../support/drafts.ts";

const megabyte = 1_000_000;
const many = (text: string): string => text.repeat(Math.ceil(megabyte / text.length)).slice(0, megabyte);
const seal = createSeal(`spec-${"0".repeat(24)}`);
const rules = draftInstructions(makeOptions(), seal);

const hostile: Record<string, string> = {
  ...{ spaces: many(" "), newlines: many("\n"), returns: many("\r"), nulls: many("\0"), "blank lines": many("\n \n") },
  ...{ brackets: many("["), links: many("[a]("), emphasis: many("**"), headings: many("# "), tags: many("<b>") },
  ...{ quotes: many('"'), sentences: many(". "), abbreviations: many("e.g. "), words: many("word ") },
  ...{
    surrogates: many("\ud83d"),
    emoji: many("🎟"),
    "zero-width characters": many("\u200b"),
    ligatures: many("\ufdfa"),
  },
  ...{ "almost marks": many("spec-000000000000000"), "almost leaks": many(rules.slice(100, 149)) },
  ...{ commas: `{"tickets":[${many(", ")}]}`, escapes: `{"a":"${many('\\"')}",}`, gaps: `{"a":[1,${many(" ")}]}` },
};

const ignore = () => undefined;
const readers: Record<string, (text: string) => unknown> = {
  findObjects,
  comparable,
  genericTitle,
  holdsControlCharacters,
  leaks: draftLeaks(makeOptions()),
  clean: seal.clean,
  repairTitle: (text) => repairTitle(text, ignore),
  repairLine: (text) => repairLine(text, "component", ignore, 40),
  repairText: (text) => repairText(text, "summary", ignore),
  repairDescription: (text) => repairDescription(text, "compact", ignore),
};

/** The best of three: of time on the processor, a busy machine can only add. */
function bestMs(work: () => unknown): number {
  const once = () => {
    const before = process.cpuUsage();
    work();
    return process.cpuUsage(before).user / 1_000;
  };
  return Math.min(once(), once(), once());
}

describe.each(Object.entries(readers))("K10 %s", (_name, read) => {
  it.each(Object.entries(hostile))("takes a moment for a megabyte of %s", (_what, text) => {
    expect(bestMs(() => read(text))).toBeLessThan(50);
  });
});
