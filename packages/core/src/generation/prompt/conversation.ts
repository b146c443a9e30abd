import type { ModelMessage } from "../../models/index.ts";
import { findObjects } from "../answer/index.ts";
import { charactersIn, sizeOf } from "../size.ts";
import { shorten } from "../text.ts";
import { holdsMark } from "./leak.ts";
import type { Seal } from "./seal.ts";

/** The answer before this one, and what the validator said of it in our own words. */
export interface PreviousTry {
  answer: string | null;
  problems: readonly string[];
}

/** UTF-16 units to which the long texts of an answer are shortened, until it is small enough to be shown again. */
const textLengths = [400, 160, 60];

/** The most of an answer that is shown again: more of it helps no model. */
const longestAnswer = 24_000;

/** What is said of a refused answer beside its problems. */
const ownWordsSize = 250;

/** What is asked, and after a refused answer that answer and what is wrong with it, as far as there is room (TF-47). */
export function conversation(
  asked: string,
  previous: PreviousTry | null,
  seal: Seal,
  replyRoom: number,
): ModelMessage[] {
  if (previous === null) return [{ role: "user", text: asked }];
  const points = listProblems(previous.problems, replyRoom / 2);
  const answerRoom = Math.min(longestAnswer, replyRoom - ownWordsSize - sizeOf(points));
  const answer = previous.answer === null ? null : shownAgain(previous.answer, answerRoom);
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

/** The first problems, and how many more there are. */
function listProblems(problems: readonly string[], room: number): string {
  const lines: string[] = [];
  let left = room;
  for (const problem of problems) {
    const line = `- ${lines.length === 0 && sizeOf(problem) > room ? shorten(problem, charactersIn(room)) : problem}`;
    left -= sizeOf(line) + 1;
    if (left < 0 && lines.length > 0) break;
    lines.push(line);
  }
  const more = problems.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more of this kind`] : [])].join("\n");
}

/** Null where there is nothing in it to go on from: it could not be read, was cut off, or holds what it must not. */
function shownAgain(answer: string, limit: number): string | null {
  const search = findObjects(answer);
  const [only, another] = search.kind === "found" ? search.objects : [];
  if (only === undefined || another !== undefined || holdsMark(answer)) return null;
  const whole = JSON.stringify(only);
  if (sizeOf(whole) <= limit) return whole;
  for (const length of textLengths) {
    const shorter = JSON.stringify(only, (_key, value: unknown) =>
      typeof value === "string" && value.length > length ? `${value.slice(0, length).toWellFormed()}…` : value,
    );
    if (sizeOf(shorter) <= limit) return shorter;
  }
  return null;
}
