const abbreviations = new Set([
  "e.g",
  "i.e",
  "etc",
  "vs",
  "cf",
  "approx",
  "no",
  "fig",
  "mr",
  "mrs",
  "dr",
  "ca",
  "incl",
  "z.b",
  "bzw",
]);

/** Sentences of a plain text, in order. Dots inside code, numbers, names and abbreviations end none. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  let code = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === "`") code = !code;
    else if (!code && endsSentence(text, index, char)) {
      index = closingEnd(text, index);
      push(sentences, text.slice(start, index + 1));
      start = index + 1;
    }
  }
  push(sentences, text.slice(start));
  return sentences;
}

function push(sentences: string[], text: string): void {
  const sentence = text.trim();
  if (sentence !== "") sentences.push(sentence);
}

function endsSentence(text: string, index: number, char: string): boolean {
  if (char === "。" || char === "！" || char === "？" || char === "；") return true;
  if (char !== "." && char !== "!" && char !== "?") return false;
  const rest = text.slice(index + 1, index + 6);
  if (!/^["')\]”’»]*(?:\s|$)/.test(rest)) return false;
  if (char !== ".") return true;
  const next = rest.replace(/^["')\]”’»]*\s*/, "");
  if (next !== "" && /^\p{Ll}/u.test(next)) return false;
  const word = /[\p{L}.]+$/u.exec(text.slice(Math.max(0, index - 12), index))?.[0].toLowerCase() ?? "";
  return !abbreviations.has(word) && !(word.length === 1 && /^[b-hj-z]$/.test(word));
}

/** Quotes and brackets that close with the sentence belong to it. */
function closingEnd(text: string, index: number): number {
  let end = index;
  while (/["')\]”’»]/.test(text.charAt(end + 1)) && end - index < 3) end += 1;
  return end;
}
