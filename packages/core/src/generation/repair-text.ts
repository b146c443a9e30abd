import type { Note } from "./changes.ts";
import { sentencesOf } from "./offline/grammar/index.ts";
import { criteriaLimits, type OutputDetail } from "./options.ts";
import { holdsControlCharacters, shorten, tidyLine, tidyText, withoutMarkup } from "./text.ts";

const titleLimit = 120;
const labelLimit = 40;

/** Models may write a megabyte into a title: markup is only looked for in this much of it. */
const titleSearchLimit = 2_000;

/** A first sentence is looked for in this much of a description. */
const sentenceSearchLimit = 4_000;

/** One line in bounds; what had to be done to it is noted. */
export function repairLine(text: string, field: string, note: Note, limit?: number): string {
  const line = tidyLine(text);
  noteTidied(text, line, field, note);
  const short = limit === undefined ? line : shorten(line, limit);
  if (short !== line) note(field, "shortened");
  return short;
}

export function repairTitle(text: string, note: Note): string {
  const line = tidyLine(text);
  noteTidied(text, line, "title", note);
  const head = line.slice(0, titleSearchLimit).trimEnd();
  const plain = withoutMarkup(head);
  if (plain !== head) note("title", "markup_removed");
  const short = shorten(plain, titleLimit);
  if (short !== plain || head !== line) note("title", "shortened");
  return short;
}

export function repairText(text: string, field: string, note: Note): string {
  const tidy = tidyText(text);
  noteTidied(text, tidy, field, note);
  return tidy;
}

/** A draft without a summary is at least for something: the job's title. */
export function repairSummary(text: string, title: string, note: Note): string {
  const summary = repairText(text, "summary", note);
  if (summary !== "") return summary;
  note("summary", "filled_in");
  return `Tickets for "${withoutFullStop(tidyLine(title)) || "Untitled"}".`;
}

/** A compact ticket is described in one sentence (TF-49). */
export function repairDescription(text: string, detail: OutputDetail, note: Note): string {
  const description = repairText(text, "description", note);
  if (detail !== "compact") return description;
  const [sentence = ""] = sentencesOf(firstParagraph(description.slice(0, sentenceSearchLimit)));
  if (sentence === "" || sentence.length >= Math.min(description.length, sentenceSearchLimit)) return description;
  note("description", "first_sentence_kept");
  return sentence;
}

/** A blank line ends a sentence, and so does a line that begins a list. */
function firstParagraph(text: string): string {
  return text.split(/\n[ \t]*\n|\n(?=[ \t]*[-*+•] )/, 1)[0] ?? "";
}

/** More criteria than the detail allows are joined with their neighbours, evenly, so that none is lost (TF-49). */
export function repairCriteria(texts: readonly string[], detail: OutputDetail, note: Note): string[] {
  const criteria = repairList(texts, "acceptanceCriteria", note);
  const limit = criteriaLimits[detail];
  if (criteria.length <= limit) return criteria;
  note("acceptanceCriteria", "surplus_joined", `${criteria.length} to ${limit}`);
  return Array.from({ length: limit }, (_item, group) => {
    const start = Math.floor((group * criteria.length) / limit);
    const end = Math.floor(((group + 1) * criteria.length) / limit);
    return criteria.slice(start, end).map(withoutFullStop).join("; ");
  });
}

export function repairLabels(texts: readonly string[], note: Note): string[] {
  return repairList(texts, "labels", note, labelLimit);
}

/** Lines that say something, each once. */
function repairList(texts: readonly string[], field: string, note: Note, limit?: number): string[] {
  const kept = new Map<string, string>();
  for (const text of texts) {
    const line = repairLine(text, field, note, limit);
    if (line === "") note(field, "empty_dropped");
    else if (kept.has(line)) note(field, "duplicate_dropped");
    else kept.set(line, line);
  }
  return [...kept.values()];
}

function noteTidied(before: string, after: string, field: string, note: Note): void {
  if (before === after) return;
  note(field, holdsControlCharacters(before) ? "control_characters_removed" : "white_space_tidied");
}

/** For a line that becomes part of a sentence. */
export function withoutFullStop(text: string): string {
  return text.replace(/[.;]$/, "");
}
