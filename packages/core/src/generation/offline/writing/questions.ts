import {
  type Area,
  cleanHeading,
  cutAtWord,
  flatten,
  isTold,
  isUnsettled,
  type Reading,
  type Statement,
} from "../finding/index.ts";
import { capitalize, sameText } from "../grammar/index.ts";
import type { Draft } from "../types.ts";
import { relatedTickets, type Target } from "./risks.ts";

const mostQuestions = 12;
const settled =
  /\b(?:confirmed|resolved|answered|decided|not required|done|closed|no longer)\b\W*(?:$|[-–(:])|[-–—:] *(?:confirmed|resolved|decided|yes|no)\b/i;
const undecided =
  /(?<![\w"`-])(?:TBD|TBC)(?![\w-])|\b(?:to be (?:decided|determined|defined|discussed|confirmed|clarified)|not (?:yet )?(?:been )?(?:decided|determined|settled)|still (?:open|undecided|unclear|unknown)|still (?:have|has|need)s? to (?:be )?decided?|needs? (?:a )?decision|open question|is (?:unclear|unsettled|unknown)|remains to be (?:seen|decided))\b|待定|未定|noch offen|offen ist/i;

interface Found {
  text: string;
  statement: Pick<Statement, "start" | "end">;
  area: Area;
}

/** What the spec leaves open: its own list of questions first, then what it marks as undecided on its way. */
export function questionsOf(reading: Reading, targets: readonly Target[], undecided: boolean): Draft["openQuestions"] {
  const first = undecided ? whatToBuild(reading) : [];
  const listed = reading.areas
    .filter((area) => area.kind === "questions")
    .flatMap((area) => listedQuestions(area, reading));
  const passing = reading.areas.filter((area) => asks(area)).flatMap((area) => passingQuestions(area, reading));
  const seen = new Set<string>();
  return [...first, ...listed, ...passing]
    .filter(({ text }) => !seen.has(sameText(text)) && seen.add(sameText(text)))
    .slice(0, mostQuestions)
    .map(({ text, statement, area }) => ({ question: text, tickets: relatedTickets(text, statement, area, targets) }));
}

/** A spec that asks for nothing leaves the first question of all open. */
function whatToBuild({ areas, subject, lexicon }: Reading): Found[] {
  const area = areas.find(isTold);
  if (!area || !lexicon.english) return [];
  return [
    {
      text: `What is to be built for ${subject}, where the spec only explains, weighs or excludes?`,
      statement: area.section,
      area,
    },
  ];
}

function asks(area: Area): boolean {
  return !["skip", "excluded", "questions", "context", "scenarios", "metrics"].includes(area.kind);
}

function listedQuestions(area: Area, { statements }: Reading): Found[] {
  const own = (statements.get(area) ?? []).filter((statement) => statement.form !== "note");
  const heading =
    area.section.title.endsWith("?") && own.length === 0
      ? [{ text: area.section.title, statement: area.section, area }]
      : [];
  const open = own.filter(
    (statement) => statement.checked !== true && !settled.test(statement.text) && statement.text.length > 8,
  );
  const prose = open.filter((statement) => statement.form === "sentence");
  // Beside real questions, other items only tell about them; without any, each item is one.
  const direct = open.some((statement) => flatten([statement]).some(({ text }) => /[?？]$/.test(text)));
  const chosen = open.filter(
    (statement) =>
      /[?？]$/.test(statement.text) ||
      undecided.test(statement.text) ||
      /^whether\b/i.test(statement.text) ||
      (!direct && (statement.form !== "sentence" || prose.length <= 3)),
  );
  const inside = chosen.flatMap((statement) => [
    statement,
    ...statement.children.filter((child) => /\?$/.test(child.text)),
  ]);
  return [...heading, ...inside.map((statement) => ({ text: asQuestion(statement.text), statement, area }))];
}

/** Real questions only: one that its own paragraph goes on to answer is a way of speaking. */
function passingQuestions(area: Area, { statements }: Reading): Found[] {
  const own = statements.get(area) ?? [];
  const marks = own.flatMap((statement, index) => {
    const answered =
      statement.form === "sentence" && (own[index + 1]?.start === statement.start || own[index + 1]?.form === "item");
    return inStatement(statement, answered, area);
  });
  const body = own.length === 1 ? (own[0]?.text ?? "") : "";
  if (/^(?:tbd|tbc|todo|to be (?:decided|determined|defined|discussed))[.!]?$/i.test(body.trim()) && own[0]) {
    return [
      {
        text: `What goes into “${cleanHeading(area.section.title)}”, which the spec leaves open?`,
        statement: own[0],
        area,
      },
    ];
  }
  return marks;
}

function inStatement(statement: Statement, answered: boolean, area: Area): Found[] {
  const found: Found[] = [];
  for (const candidate of [statement, ...flatten(statement.children)]) {
    const asked =
      /\?$/.test(candidate.text) &&
      !answered &&
      candidate.lead === null &&
      candidate.children.length === 0 &&
      candidate.text.split(" ").length > 3;
    const direct =
      asked && !/^(?:why|does this|do these|is there any|are there any|if so|what if)\b/i.test(candidate.text);
    if (isUnsettled(candidate) && !asked)
      found.push({ text: `Is this settled: “${cutAtWord(candidate.text, 260)}”?`, statement: candidate, area });
    else if (direct || (undecided.test(candidate.text) && !settled.test(candidate.text)))
      found.push({ text: asQuestion(candidate.text), statement: candidate, area });
  }
  return found;
}

const states =
  /^(.{6,160}?) (is|are|has|have)(?: still| yet| not| been| to be)* (?:TBD|TBC|to be|decided|determined|settled|defined|discussed|undecided|open|unclear|unsettled|unknown)\b.*$/i;

/** A note that something is undecided, as the question that it leaves. */
function asQuestion(text: string): string {
  const words = text.replace(/\s+/g, " ").trim();
  if (/[?？]$/.test(words)) return cutAtWord(capitalize(words), 300);
  const choice =
    /\b(?:decide|determine|clarify|agree on|find out) ((?:who|what|how|when|where|which|whether|if)\b.{3,200}?)[.]?$/i.exec(
      words,
    );
  if (choice?.[1]) return cutAtWord(`Still open: ${choice[1]}?`, 300);
  const open = states.exec(words);
  if (open?.[1] && /^(?:who|what|how|when|where|which|whether|why)\b/i.test(open[1])) return `${capitalize(open[1])}?`;
  if (open?.[1] && !/\b(?:which|that|who)$/i.test(open[1])) {
    const plural = /^(?:are|have)$/i.test(open[2] ?? "") || / and /.test(open[1]);
    return `What ${plural ? "are" : "is"} ${lowerArticle(open[1])}?`;
  }
  const confirm = /^(?:confirm|decide|determine|clarify|agree on|find out)\b(.*)$/i.exec(words);
  if (confirm)
    return cutAtWord(`Still open: ${words.charAt(0).toLowerCase()}${words.slice(1).replace(/[.]$/, "")}?`, 300);
  return cutAtWord(
    /^whether /i.test(words)
      ? `${capitalize(words.replace(/[.]$/, ""))}?`
      : `Still open: ${words.replace(/[.]$/, "")}?`,
    300,
  );
}

function lowerArticle(text: string): string {
  const first = text.split(" ")[0] ?? "";
  const lower = /^\p{Lu}\p{Ll}+$/u.test(first) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
  return /^(?:the|a|an|its|their|our|this|that|`)/i.test(lower) || /[`A-Z]/.test(lower.charAt(0))
    ? lower
    : `the ${lower}`;
}
