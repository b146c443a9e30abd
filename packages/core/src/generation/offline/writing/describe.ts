import { cutAtWord, membersOf, type Reading, type Statement, trailOf, type WorkItem } from "../finding/index.ts";
import { capitalize, overlap, parseClause, sameText, sentencesOf, topicsOf } from "../grammar/index.ts";
import type { GenerationOptions } from "../types.ts";

type Detail = GenerationOptions["outputDetail"];

/** The ticket's text. Each level holds the one before it, so that more detail never says less (TF-49). */
export function descriptionOf(item: WorkItem, reading: Reading, detail: Detail): string {
  const first = opening(item, reading);
  if (detail === "compact") return cutSentence(first, 240);
  const near = explanation(item, reading, first);
  const more = near.length > 0 || item.origin === "story" ? near : background(item, reading, [first]).slice(0, 1);
  const source = sourceLine(item, reading);
  const covers = coversLine(item, reading);
  const standard = [[first, ...more].join(" "), covers, source].filter((part) => part !== "");
  if (detail === "standard") return standard.join("\n\n");
  const told = [first, ...more, ...background(item, reading, [first, ...more])];
  return [`Context\n${told.join(" ")}`, scope(item, told), covers, outside(item, reading), source]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** What is wanted and why, in one sentence. */
function opening(item: WorkItem, reading: Reading): string {
  const lead =
    item.lead ?? item.statements.find((statement) => statement.strength >= 1 && statement.form !== "note") ?? null;
  const text = lead ? tidy(lead.text) : "";
  if (item.origin === "story" && item.role !== null) return storySentence(item, reading);
  if (item.origin === "milestone" && reading.lexicon.english) {
    return sentence(
      `The ${item.milestone ?? item.title} milestone of ${reading.subject} is reached when all of its criteria hold`,
    );
  }
  if (item.origin === "derived" && reading.lexicon.english)
    return sentence(
      `${item.title}, so that the work on “${trailOf(item.area).at(-1)?.section.title || reading.subject}” can be trusted and handed on`,
    );
  if (text.length >= 20 && sameText(text) !== sameText(item.title) && !isNounPhrase(text)) return sentence(text);
  return sentence([item.title, purpose(item, reading)].filter((part) => part !== "").join(", "));
}

function storySentence(item: WorkItem, { lexicon }: Reading): string {
  const text = tidy(item.lead?.text ?? item.title);
  if (/^(?:as|als|en tant|como)\b/i.test(text) || !lexicon.english) return sentence(text);
  return sentence(`As ${item.role}, I want ${text}`);
}

/** "Delayed jobs" is no sentence yet. */
function isNounPhrase(text: string): boolean {
  return text.split(" ").length < 7 && parseClause(text) === null;
}

/** Why an item of a bare list is there: for its milestone, its group, or its section's matter. */
function purpose(item: WorkItem, { subject, lexicon }: Reading): string {
  const section = item.area.section.title;
  if (!lexicon.english) return "";
  if (item.milestone !== null && item.milestone !== section)
    return `as the ${item.milestone} milestone of ${subject} needs it`;
  return section === "" || sameText(section) === sameText(subject) || sameText(item.title).includes(sameText(section))
    ? `as part of ${subject}`
    : `as “${section}” asks for ${subject}`;
}

const explains = 420;

/** The sentences next to the lead, as long as they talk of the same thing. */
function explanation(item: WorkItem, reading: Reading, first: string): string[] {
  const at = item.lead ? item.statements.indexOf(item.lead) : -1;
  const near = [
    ...item.statements.slice(at + 1, at + 8),
    ...(item.statements.length < 3 && first.length < 140 ? introOf(item, reading) : []),
  ];
  const chosen: string[] = [];
  let length = 0;
  for (const statement of near) {
    const text = sentence(tidy(statement.text));
    if (!telling(statement, text) || sameText(first).includes(sameText(text)) || chosen.includes(text)) continue;
    if (length + text.length > explains || chosen.length >= 3) break;
    chosen.push(text);
    length += text.length + 1;
  }
  return chosen;
}

/** A whole sentence that needs no other before it. */
function telling(statement: Statement, text: string): boolean {
  if (statement.form === "row" || text.length < 20 || text.length > 320 || text.endsWith("?")) return false;
  return (
    statement.clause !== null &&
    !/^(?:for example|e\.g|see |note|table|figure|as an example|as such|(?:the )?following|below|above)/i.test(text)
  );
}

/** Prose that stands over a list explains each of its items. */
function introOf(item: WorkItem, { statements }: Reading): Statement[] {
  const own = statements.get(item.area) ?? [];
  return own
    .filter((statement) => statement.form === "sentence" && statement.strength >= 0.4 && statement.text.length < 260)
    .slice(0, 1);
}

/** Every title that was folded in, however many: what is not named here would be lost. */
function coversLine(item: WorkItem, { lexicon }: Reading): string {
  const titles = membersOf(item)
    .slice(1)
    .map((member) => member.title);
  if (titles.length === 0) return "";
  return lexicon.english ? `Covers also: ${titles.join("; ")}.` : `+ ${titles.join("; ")}`;
}

function sourceLine(item: WorkItem, { lexicon }: Reading): string {
  const titles = trailOf(item.area)
    .map((area) => area.section.title)
    .filter((title) => title !== "");
  const path = titles.slice(-3).join(" › ");
  if (!lexicon.english) return path === "" ? "" : `→ “${path}”`;
  return path === "" ? "" : `Source: “${path}” in the spec.`;
}

function background(item: WorkItem, reading: Reading, said: readonly string[]): string[] {
  const about = topicsOf(item.title);
  const context = reading.areas
    .filter((area) => area.kind === "context" || area.kind === "goals")
    .flatMap((area) => reading.statements.get(area) ?? []);
  const known = new Set(said.map(sameText));
  return context
    .slice(0, 80)
    .map((statement) => ({ statement, text: sentence(tidy(statement.text)) }))
    .filter(
      ({ statement, text }) =>
        telling(statement, text) && !known.has(sameText(text)) && overlap(about, topicsOf(text)) >= 0.5,
    )
    .slice(0, 2)
    .map(({ text }) => text);
}

function scope(item: WorkItem, told: readonly string[]): string {
  const asked = item.statements.filter((statement) => statement.strength >= 0.5 && statement.text.length > 12);
  const texts = asked.map((statement) => sentence(tidy(statement.text))).filter((text) => !told.includes(text));
  const lines = [...new Set(texts)].slice(0, 10).map((text) => `- ${cutSentence(text, 240)}`);
  return lines.length === 0 ? "" : `Scope\n${lines.join("\n")}`;
}

/** What the spec rules out, where it speaks of this ticket's matter. */
function outside(item: WorkItem, { areas, statements }: Reading): string {
  const about = topicsOf(`${item.title} ${item.lead?.text ?? ""}`);
  const excluded = areas
    .filter((area) => area.kind === "excluded")
    .flatMap((area) => statements.get(area) ?? [])
    .filter((statement) => statement.text.length > 8 && overlap(about, topicsOf(statement.text)) >= 0.4)
    .slice(0, 3);
  if (excluded.length === 0) return "";
  return `Out of scope\n${excluded.map((statement) => `- ${cutSentence(sentence(tidy(statement.text)), 200)}`).join("\n")}`;
}

function tidy(text: string): string {
  return text
    .replace(/^\((?:dependent|depends) on [^)]*\):? ?/i, "")
    .replace(/\s+/g, " ")
    .replace(/[;,:]+$/, "")
    .trim();
}

function sentence(text: string): string {
  const capital = /^[a-z]/.test(text) ? capitalize(text) : text;
  return /[.!?。！？…]["'”’)]*$/.test(capital) ? capital : `${capital}.`;
}

/** One sentence and no more, cut at a word where it is longer than a glance. */
function cutSentence(text: string, limit: number): string {
  const one = sentencesOf(text)[0] ?? text;
  if ([...one].length <= limit) return one;
  return `${cutAtWord(one, limit - 1).replace(/[\s,;:.–—-]+$/, "")}…`;
}
