import { type GenerationOptions, outputDetails } from "../options.ts";
import { draftInstructions, partInstructions } from "./instructions.ts";
import { createSeal, markPattern } from "./seal.ts";

/** This many consecutive characters of our rules in an answer are a leak (L3). */
const leakLength = 50;

/** Any run of `leakLength` characters holds a window of this length that starts at a multiple of it. */
const step = leakLength / 2;

/** Any mark will do to know the rules by: what stands around it does not change. */
const anySeal = createSeal(`spec-${"0".repeat(24)}`);

export function holdsMark(text: string): boolean {
  return markPattern.test(withoutInvisible(text));
}

/** Finds in an answer to `draftPrompt` what no answer may hold: a mark of a request, or a run of its rules (L3). */
export function draftLeaks(options: GenerationOptions): (text: string) => boolean {
  return createLeakFinder([draftInstructions(options, anySeal), partInstructions(options.outputDetail, anySeal)]);
}

/** The same for an answer to `partPrompt`. */
export function partLeaks(): (text: string) => boolean {
  return createLeakFinder(outputDetails.map((detail) => partInstructions(detail, anySeal)));
}

/** Finds a mark of a request, or a run of these texts, in what a model has written (L3). */
export function createLeakFinder(secrets: readonly string[]): (text: string) => boolean {
  const rules = secrets.map(normalised);
  const windows = new Map<string, { text: string; at: number }[]>();
  for (const text of rules) {
    for (let at = 0; at + step <= text.length; at += 1) {
      const window = text.slice(at, at + step);
      windows.set(window, [...(windows.get(window) ?? []), { text, at }]);
    }
  }
  return (written) => {
    if (holdsMark(written)) return true;
    const text = normalised(written);
    for (let at = 0; at + step <= text.length; at += step) {
      const places = windows.get(text.slice(at, at + step)) ?? [];
      if (places.some((place) => sharedRun(text, at, place.text, place.at) >= leakLength)) return true;
    }
    return false;
  };
}

/** How many characters around both places are the same. */
function sharedRun(left: string, leftAt: number, right: string, rightAt: number): number {
  let before = 0;
  while (before < Math.min(leftAt, rightAt, leakLength) && left[leftAt - before - 1] === right[rightAt - before - 1]) {
    before += 1;
  }
  let after = 0;
  while (after < leakLength && leftAt + after < left.length && left[leftAt + after] === right[rightAt + after]) {
    after += 1;
  }
  return before + after;
}

/** Other white space or case is the same leak. */
function normalised(text: string): string {
  return withoutInvisible(text).replace(/\s+/g, " ").toLowerCase();
}

/** Zero-width characters would hide a run from a search, and from nobody's eyes. */
function withoutInvisible(text: string): string {
  return text.replace(/\p{Cf}/gu, "");
}
