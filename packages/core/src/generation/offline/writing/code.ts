import type { WorkItem } from "../finding/index.ts";
import { sentencesOf } from "../grammar/index.ts";

const mostBlocks = 2;
const longest = 700;

/** The code with which the spec completes a piece of work's own sentences, as fenced blocks. */
export function codeAfter({ area, start, end }: WorkItem): string[] {
  const { blocks } = area.section;
  const shown = blocks.filter(
    (block, index) =>
      block.kind === "code" &&
      block.text.trim() !== "" &&
      block.text.length <= longest &&
      block.start >= start &&
      block.end <= end &&
      blocks[index - 1]?.kind === "paragraph",
  );
  return shown.slice(0, mostBlocks).flatMap((block) => {
    if (block.kind !== "code") return [];
    const before = blocks[blocks.indexOf(block) - 1];
    const stem = before?.kind === "paragraph" ? (sentencesOf(before.text).at(-1) ?? "") : "";
    const code = withoutFence(block.text).trimEnd();
    const fence = "`".repeat(Math.max(3, longestRun(code) + 1));
    const lead = stem.endsWith(":") && stem.length < 240 ? `${stem}\n` : "";
    return [`${lead}${fence}${block.language ?? ""}\n${code}\n${fence}`];
  });
}

/** A fence must be longer than every run of backticks inside of it. */
function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

/** The reader keeps the author's own fence lines as they stand in the spec. */
function withoutFence(text: string): string {
  return text.replace(/^\s*(?:`{3,}|~{3,})[^\n]*\n?/, "").replace(/\n?\s*(?:`{3,}|~{3,})\s*$/, "");
}
