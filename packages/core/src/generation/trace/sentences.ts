const abbreviations = new Set([
  "e.g",
  "i.e",
  "etc",
  "vs",
  "cf",
  "approx",
  "no",
  "fig",
  "ca",
  "incl",
  "z.b",
  "bzw",
  "resp",
  "p.ex",
]);

const stops = /[.!?。！？；]/g;
const closers = /["')\]”’»*_`]*/y;

/** Sentences of a plain text, in order. Dots inside code, numbers, names and abbreviations end none. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  const isCode = codeSpans(text);
  let start = 0;
  for (const stop of text.matchAll(stops)) {
    if (stop.index < start || isCode(stop.index)) continue;
    closers.lastIndex = stop.index + 1;
    const end = stop.index + 1 + (closers.exec(text)?.[0].length ?? 0);
    if (!endsSentence(text, stop.index, end)) continue;
    sentences.push(text.slice(start, end).trim());
    start = end;
  }
  sentences.push(text.slice(start).trim());
  return sentences.filter((sentence) => sentence !== "");
}

function endsSentence(text: string, at: number, end: number): boolean {
  const stop = text.charAt(at);
  if (stop > "\u3000") return true;
  if (end < text.length && !/\s/.test(text.charAt(end))) return false;
  if (stop !== ".") return true;
  if (/^\s+\p{Ll}/u.test(text.slice(end, end + 8))) return false;
  const word = /[\p{L}.]+$/u.exec(text.slice(Math.max(0, at - 12), at))?.[0].toLowerCase() ?? "";
  return !abbreviations.has(word);
}

/** Asks, for rising positions, whether they stand between backticks. A backtick without a partner opens nothing. */
function codeSpans(text: string): (at: number) => boolean {
  let open = text.indexOf("`");
  let close = open < 0 ? -1 : text.indexOf("`", open + 1);
  return (at) => {
    while (close >= 0 && close < at) {
      open = text.indexOf("`", close + 1);
      close = open < 0 ? -1 : text.indexOf("`", open + 1);
    }
    return close >= 0 && open < at;
  };
}
