import type { Statement } from "./statement.ts";

/** The author in person: a thought, not a demand. Orders and stories have an "I" of their own. */
const firstPerson = /(?<![\w-])(?:I|I['’](?:m|d|ll|ve)|[Mm]y|[Mm]yself)(?![\w/-])/;
const unsure = /\b(?:probably|perhaps|maybe|not (?:really )?sure|unsure|who knows|i guess|no idea)\b/i;
const reason =
  /^(?:again, |and |but )?(?:this|that|it) is (?:mainly |mostly |simply |also )?(?:because|why|due to)\b|^the (?:\w+ )?reason (?:for|is|that|why)\b/i;
const duty = /\b(?:must|shall|should|will|needs? to|ha(?:s|ve) to|going to need)\b/i;

/** Whether the author only thinks so: "I'm almost certain that ...", "we should probably ...". */
export function isOpinion({ text, clause }: Pick<Statement, "text" | "clause">): boolean {
  const words = text.replace(/`[^`]*`|"[^"]{0,200}"|“[^”]{0,200}”/g, "");
  if (clause?.form === "imperative" || /^as an? /i.test(words)) return false;
  return firstPerson.test(words) || unsure.test(words);
}

/** An opinion on what should be, which somebody has to settle. */
export function isUnsettled(statement: Pick<Statement, "text" | "clause">): boolean {
  return duty.test(statement.text) && statement.text.length > 30 && isOpinion(statement);
}

/** Why a sentence is talk around the demands; null where it is none. */
export function asideReason(statement: Pick<Statement, "text" | "clause">): string | null {
  if (reason.test(statement.text)) return "It gives the reason for another sentence and asks for nothing itself.";
  return isOpinion(statement) ? "The author's own opinion, not settled yet." : null;
}
