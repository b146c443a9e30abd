/** Abbreviations that another word always follows, so that their dot ends no sentence. */
const midSentence = new Set(
  "e.g i.e vs cf approx fig mr mrs ms dr prof ca incl excl resp z.b bzw d.h u.a ggf".split(" "),
);
/** "No. 5" and "Sec. 2" are abbreviations, "The answer is no." is not. */
const beforeNumber = new Set("no nr sec fig eq vol ch pp p".split(" "));
/** One letter and a dot is an initial or a step ("J. Smith", "U.S. Government"), apart from words. */
const initials = /^(?:\p{L}\.)*[b-hj-z]$/u;
/** Four times what the longest spec holds: the end of a hostile text stays one sentence. */
const mostSentences = 20_000;
/** Code, which is passed over, and what may end a sentence: most dots stand inside names and numbers. */
const marks = /(?:`[^`]*`[^`.!?。！？；]*){1,500}|[。！？；]|[.!?](?=[\s"')\]”’»]|$)/g;
const closing = /["')\]”’»]/;

/** Sentences of a plain text, in order. Dots inside code, numbers, names and abbreviations end none. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  const mark = new RegExp(marks);
  for (let found = mark.exec(text); found && sentences.length < mostSentences; found = mark.exec(text)) {
    const { index } = found;
    // A backtick without a partner opens no code, or the rest of the text would be one sentence.
    if (!found[0].startsWith("`") && endsSentence(text, start, index)) {
      mark.lastIndex = closingEnd(text, index) + 1;
      push(sentences, text.slice(start, mark.lastIndex));
      start = mark.lastIndex;
    }
  }
  push(sentences, text.slice(start));
  return sentences;
}

function push(sentences: string[], text: string): void {
  const sentence = text.trim();
  if (sentence !== "") sentences.push(sentence);
}

function endsSentence(text: string, start: number, index: number): boolean {
  const char = text.charAt(index);
  if (!/[.!?]/.test(char)) return true;
  const next = text.slice(index + 1, index + 6).replace(/^["')\]”’»]*\s*/, "");
  if (/^["')\]”’»]*\S/.test(text.slice(index + 1, index + 6)) || /^\p{Ll}/u.test(next)) return false;
  return char !== "." || !isAbbreviation(text.slice(Math.max(start, index - 12), index), next);
}

function isAbbreviation(before: string, next: string): boolean {
  // "1. Open the page": the number of a step in running text.
  if (/^\s*\d{1,2}$/.test(before)) return true;
  const word = /[\p{L}.]+$/u.exec(before)?.[0].toLowerCase() ?? "";
  if (beforeNumber.has(word)) return /^\d/.test(next);
  return midSentence.has(word) || initials.test(word);
}

/** Quotes and brackets that close with the sentence belong to it. */
function closingEnd(text: string, index: number): number {
  let end = index;
  while (closing.test(text.charAt(end + 1)) && end - index < 3) end += 1;
  return end;
}
