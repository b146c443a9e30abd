import { asideReason, cutAtWord, isDeferred, type Statement, type WorkItem } from "../finding/index.ts";
import { capitalize, sentencesOf } from "../grammar/index.ts";

/** The author's words without what waits for what, and without the marks that led on to something else. */
export function tidy(text: string): string {
  return text
    .replace(/^\((?:dependent|depends) on [^)]*\):? ?/i, "")
    .replace(/\s+/g, " ")
    .replace(/[;,:]+$/, "")
    .replace(/,? (?:in|by|with|as|to) (?:the following|follows)$/i, "")
    .trim();
}

export function sentence(text: string): string {
  const capital = /^[a-z]/.test(text) ? capitalize(text) : text;
  if (/[.!?。！？…]["'”’)]*$/.test(capital)) return capital;
  return `${capital}${/[\u3000-\u9fff]$/.test(capital) ? "。" : "."}`;
}

/** One sentence and no more, cut at a word where it is longer than a glance. */
export function cutSentence(text: string, limit: number): string {
  const one = sentencesOf(text)[0] ?? text;
  if ([...one].length <= limit) return one;
  return `${cutAtWord(one, limit - 1).replace(/[\s,;:.–—-]+$/, "")}…`;
}

const openEnd =
  /\b(?:as|like|such as|follow(?:s|ing)|below|these|example|to|of|with|by|for|in|on|is|are|be|that|and|or|from|into|via|using|includes?|including|because|since|when|if|than|e\.g|i\.e)["'”’):.…\s]*$/i;

/** "The configuration is recorded as" was completed by a code block or table, which is not here. */
export function isOpenEnded(text: string): boolean {
  return openEnd.test(text) || /:$/.test(text.trim());
}

const pointing =
  /^(?:for example|e\.g|see |note|table|figure|as an example|as such|in (?:this|that|addition|contrast|particular)|that said|however|but|so|or|and|also|thus|then|hence|again|first|second|third|next|finally|similarly|therefore|additionally|furthermore|moreover|otherwise|instead|unfortunately|obviously|(?:the )?following|below|above|here|option|(?:this|these|that|those|it|its|they|their|there|such|which)\b)/i;

/** A whole sentence that can be read without those around it. */
export function standsAlone(statement: Statement, english: boolean): boolean {
  return goesOn(statement, english) && (!english || !pointing.test(tidy(statement.text)));
}

/** A sentence that is understood next to the one before it, where "it" and "this" have their meaning. */
export function goesOn(statement: Statement, english: boolean): boolean {
  const text = tidy(statement.text);
  if (statement.form === "row" || text.length < 12 || text.length > 320) return false;
  if (isOpenEnded(text) || isDeferred(text) || /[?？]$/.test(text)) return false;
  if (!english) return true;
  if (asideReason(statement) !== null || /\blet['’]s\b/i.test(text)) return false;
  // The grammar does not know every verb; a sentence of a paragraph has one nevertheless.
  const whole = statement.clause !== null || (statement.form === "sentence" && text.split(" ").length > 5);
  return whole && text.length >= 20 && !aside.test(text);
}

const aside = /^(?:for example|e\.g|see |note|table|figure|as an example|(?:the )?following|below|above|option)/i;

/** A story in full, also where its role stands over a list of wants. */
export function storySentence(item: WorkItem, english: boolean): string {
  const text = tidy(item.lead?.text ?? item.title);
  if (/^(?:as|als|en tant|como)\b/i.test(text) || !english) return sentence(text);
  return sentence(`As ${item.role}, I want ${text.charAt(0).toLowerCase()}${text.slice(1)}`);
}
