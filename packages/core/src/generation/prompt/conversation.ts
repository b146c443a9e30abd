import type { ModelMessage } from "../../models/index.ts";
import { findObjects } from "../answer/index.ts";
import { holdsMark } from "./leak.ts";
import type { Seal } from "./seal.ts";

/** The answer before this one, and what the validator said of it in our own words. */
export interface PreviousTry {
  answer: string | null;
  problems: readonly string[];
}

/** UTF-16 units to which the long texts of an answer are shortened, until it is short enough to be shown again. */
const textLengths = [400, 160, 60];

/** What is asked, and after a refused answer that answer and what is wrong with it (TF-47). */
export function conversation(
  asked: string,
  previous: PreviousTry | null,
  seal: Seal,
  answerLimit: number,
): ModelMessage[] {
  if (previous === null) return [{ role: "user", text: asked }];
  const points = previous.problems.map((problem) => `- ${problem}`).join("\n");
  const answer = previous.answer === null ? null : shownAgain(previous.answer, answerLimit);
  if (answer === null) {
    return [{ role: "user", text: `${asked}\n\nAn answer that you gave before was refused:\n${points}` }];
  }
  return [
    { role: "user", text: asked },
    { role: "assistant", text: seal.clean(answer) },
    {
      role: "user",
      text: `This answer was refused:\n${points}\nWrite the whole answer again: mend this and keep what was right. Texts that end with … were shortened here; write them out.`,
    },
  ];
}

/** Null where there is nothing in it to go on from: it could not be read, was cut off, or holds what it must not. */
function shownAgain(answer: string, limit: number): string | null {
  const search = findObjects(answer);
  const [only, another] = search.kind === "found" ? search.objects : [];
  if (only === undefined || another !== undefined || holdsMark(answer)) return null;
  const whole = JSON.stringify(only);
  if (whole.length <= limit) return whole;
  for (const length of textLengths) {
    const shorter = JSON.stringify(only, (_key, value: unknown) =>
      typeof value === "string" && value.length > length ? `${value.slice(0, length).toWellFormed()}…` : value,
    );
    if (shorter.length <= limit) return shorter;
  }
  return null;
}
