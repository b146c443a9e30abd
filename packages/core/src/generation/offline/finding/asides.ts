import type { Statement } from "./statement.ts";
import { isBenefit, isDoubtful } from "./strength.ts";

/** The author in person: a thought, not a demand. Orders and stories have an "I" of their own. */
const firstPerson = /(?<![\w-])(?:I|I['’](?:m|d|ll|ve)|[Mm]y|[Mm]yself)(?![\w/-])/;
const unsure = /\b(?:probably|perhaps|maybe|not (?:really )?sure|unsure|who knows|i guess|no idea|may mean)\b/i;
const reason =
  /^(?:again, |and |but )?(?:this|that|it) is (?:mainly |mostly |simply |also )?(?:because|why|due to)\b|^(?:this|that) is (?:required|needed|necessary) (?:to|for|in order)\b|^the (?:\w+ )?reason (?:for|is|that|why)\b/i;
const duty = /\b(?:must|shall|should|will|needs? to|ha(?:s|ve) to|going to need)\b/i;

/** Whether the author only thinks so: "I'm almost certain that ...", "we should probably ...". */
export function isOpinion({ text, clause }: Pick<Statement, "text" | "clause">): boolean {
  // What is quoted, in brackets, or the reason of a wish, is not what the author thinks of the product.
  const words = text.replace(/`[^`]*`|"[^"]{0,200}"|“[^”]{0,200}”|\([^()]{0,200}\)|,? so(?: that)? .*$/g, "");
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

/** A sentence that was taken for a demand, and tells, weighs or promises all the same. */
export function isTalk({ text, form, clause }: Pick<Statement, "text" | "form" | "clause">): boolean {
  if (asideReason({ text, clause }) !== null || leadsOn.test(text) || isBenefit(text)) return true;
  const asks = duty.test(text) || /\b(?:may|can|cannot|required)\b/i.test(text);
  return !asks && (form === "sentence" || isDoubtful(text));
}

/** Beginnings that lean on the sentence before, the team's own plans, and what would be so if something else were. */
const leadsOn =
  /^(?:in turn|either|though|although|while|whether|consider|assuming|given that|given the fact|at this point|for example|even (?:for|if)|yes|unfortunately|otherwise|instead)\b|\bwe (?:need|should|will|want|can|must|have|do|don|are|may|could|also|probably)\b|\b(?:would|might|could) (?:be|have|need)\b|\bthat means\b/i;
