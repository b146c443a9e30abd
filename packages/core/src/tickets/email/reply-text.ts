import { endOfAttribution, isHistoryStart } from "./quote-marks.ts";

/** A signature is short: a `--` further up is a line that somebody drew. */
const maximumSignatureLines = 15;

const deviceSignatures = [
  /^sent from my \S/i,
  /^sent from (?:outlook|mail|yahoo|proton)\b/i,
  /^get outlook for \S/i,
  /^von meinem .{1,40} gesendet\.?$/i,
  /^gesendet von \S/i,
  /^envoyé (?:de|depuis) mon \S/i,
  /^enviado desde mi \S/i,
];

/**
 * The new part of a reply, without the mail that it answers and without a signature (PX-65). Rules are careful: answers
 * between quoted lines stay with their quotes, a forwarded mail stays, and a mail that is all quote stays whole.
 */
export function replyText(text: string): string {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  // One signature may stand below the history, one above it.
  const above = withoutHistory(withoutSignature(lines));
  const fresh = withoutSignature(withoutQuoteAtEnd(above));
  return fresh.join("\n").trim() || text.trim();
}

function withoutHistory(lines: string[]): string[] {
  const lastOwnLine = lines.findLastIndex(isOwn);
  const start = lines.findIndex((_line, index) => {
    const end = endOfAttribution(lines, index);
    if (end === null) return isHistoryStart(lines, index);
    const isQuote = isQuoted(lines[firstTextAt(lines, end)]);
    return !isQuote || lastOwnLine < end;
  });
  return start < 0 ? lines : lines.slice(0, start);
}

function withoutQuoteAtEnd(lines: string[]): string[] {
  return lines.slice(0, lines.findLastIndex(isOwn) + 1);
}

function withoutSignature(lines: string[]): string[] {
  const end = lines.findLastIndex(isText) + 1;
  const earliest = Math.max(0, end - maximumSignatureLines - 1);
  const mark = lines.slice(earliest, end).findLastIndex((line) => /^-- ?$/.test(line)) + earliest;
  // What quotes or answers is no signature.
  const isSignature = mark >= earliest && !lines.slice(mark, end).some(isQuoted);
  const kept = lines.slice(0, isSignature ? mark : end);
  const last = kept.findLastIndex(isText);
  const lastLine = kept[last]?.trim().slice(0, 100) ?? "";
  return deviceSignatures.some((form) => form.test(lastLine)) ? kept.slice(0, last) : kept;
}

function firstTextAt(lines: string[], start: number): number {
  let at = start;
  while (at < lines.length && lines[at]?.trim() === "") at += 1;
  return at;
}

function isText(line: string): boolean {
  return line.trim() !== "";
}

function isOwn(line: string): boolean {
  return isText(line) && !isQuoted(line);
}

function isQuoted(line: string | undefined): boolean {
  return line?.trimStart().startsWith(">") ?? false;
}
