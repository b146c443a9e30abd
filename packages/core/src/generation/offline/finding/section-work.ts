import { capitalize, isPlural, topicsOf } from "../grammar/index.ts";
import type { Area } from "./areas.ts";
import { criteriaOf } from "./criteria.ts";
import { endpoint, headingOrder, lowerWords } from "./headings.ts";
import type { Lexicon } from "./lexicon.ts";
import { milestoneOf } from "./list-work.ts";
import { flatten, type Statement, strongest } from "./statement.ts";
import { isDeferred, isVoid } from "./strength.ts";
import { cutAtWord, toTitle } from "./title-text.ts";
import { sectionTitle } from "./titles.ts";
import { makeWorkItem, type Origin, type WorkItem } from "./work-item.ts";

const baseValue: Partial<Record<Origin, number>> = {
  design: 2,
  testing: 4,
  metrics: 4,
  security: 5,
  migration: 3,
  milestone: 4,
};

/** Below this a section explains rather than asks for something. */
const leastStrength = 2;

/** One section as one piece of work; null where it asks for nothing. */
export function designItem(area: Area, statements: readonly Statement[], lexicon: Lexicon): WorkItem | null {
  const flat = flatten(statements).filter((statement) => !isVoid(statement.text));
  const asking = flat.filter((statement) => statement.strength >= 1);
  const weight = asking.reduce((sum, statement) => sum + statement.strength, 0);
  const heading = headingOrder(area, lexicon);
  const named = heading !== null && heading.fitness >= 0.85 && flat.length > 0;
  if (!named && strongest(asking) < leastStrength && lexicon.english) return null;
  const title = sectionTitle(area, flat, lexicon);
  if (!title || title.score < 0.3 || topicsOf(title.text).size === 0) return null;
  return makeWorkItem({
    ...sectionSeed(area, flat),
    title: title.text,
    origin: "design",
    lead: title.lead,
    statements: flat,
    criteria: designCriteria(flat, title.lead, lexicon),
    value:
      2 +
      Math.min(6, Math.sqrt(weight)) +
      (named ? 1 : 0) +
      (endpoint.test(area.section.title) ? 2.5 : 0) +
      title.score,
  });
}

function sectionSeed(area: Area, statements: readonly Statement[]) {
  const { start, end } = area.section;
  const blocksEnd = area.section.blocks.at(-1)?.end ?? end;
  return {
    area,
    order: area.order,
    milestone: milestoneOf(area),
    start,
    end: statements.length > 0 ? Math.max(blocksEnd, start) : end,
  };
}

/** What the section demands, strongest words first; its lead last, for the title says it already. */
function designCriteria(statements: readonly Statement[], lead: Statement | null, lexicon: Lexicon): string[] {
  const demanding = statements.filter((statement) => statement !== lead && demands(statement));
  const strong = demanding.filter((statement) => statement.strength >= 2);
  const rest = demanding.filter((statement) => statement.strength < 2);
  const ordered = [...strong, ...rest, ...(lead ? [lead] : [])];
  return criteriaOf(
    ordered.filter((statement) => !isDeferred(statement.text)),
    lexicon,
  );
}

const pointing = /^(?:this|these|those|that|it|they|such|which|here|there|however|but|see|note|we|i)\b/i;

/** Whether a statement can be checked on its own, without the sentence before it. */
function demands(statement: Statement): boolean {
  if (statement.form === "note" || /\?["')]*$/.test(statement.text)) return false;
  if (statement.form === "item") return statement.strength >= 0.5 && statement.text.length > 12;
  if (pointing.test(statement.text)) return statement.strength >= 2 && /^we\b/i.test(statement.text);
  return (
    statement.strength >= 2 ||
    (statement.strength >= 0.5 && statement.clause !== null && statement.clause.form !== "state")
  );
}

/** Sections with a purpose of their own make one ticket each, whatever they list. */
export function purposeItem(
  area: Area,
  statements: readonly Statement[],
  origin: "testing" | "metrics" | "security" | "migration",
  context: { subject: string; lexicon: Lexicon },
): WorkItem | null {
  const { lexicon, subject } = context;
  const flat = flatten(statements).filter(
    (statement) => !isVoid(statement.text) && statement.text.length > 3 && !/\?$/.test(statement.text),
  );
  if (flat.length === 0) return null;
  const titled = lexicon.english
    ? purposeTitle(origin, area, flat, subject, lexicon)
    : foreignTitle(area, flat, lexicon);
  if (titled === null || titled === "") return null;
  return makeWorkItem({
    ...sectionSeed(area, flat),
    title: titled,
    origin,
    lead: null,
    statements: flat,
    criteria: purposeCriteria(origin, flat, lexicon),
    value: (baseValue[origin] ?? 3) + Math.min(2, flat.length / 6),
  });
}

/** "Sicherheit" names no work; the first thing that stands below it does. */
function foreignTitle(area: Area, statements: readonly Statement[], lexicon: Lexicon): string {
  const heading = headingOrder(area, lexicon)?.text ?? toTitle(area.section.title);
  if (topicsOf(heading).size > 1) return heading;
  const [first] = [...statements].sort((left, right) => right.strength - left.strength);
  return first ? toTitle(first.text) : heading;
}

function purposeCriteria(origin: string, statements: readonly Statement[], lexicon: Lexicon): string[] {
  if (origin !== "metrics" || !lexicon.english) {
    const demanded = designCriteria(statements, null, lexicon);
    return demanded.length > 0 ? demanded : criteriaOf(statements, lexicon);
  }
  const names = statements.filter((statement) => statement.form === "item" && !statement.clause);
  const measured = names.map(({ text }) => {
    const name = capitalize(text.replace(/[.:;]$/, ""));
    return `${name} ${isPlural(text) ? "are" : "is"} measured and can be looked up.`;
  });
  const rest = statements.filter((statement) => !names.includes(statement));
  return [...measured, ...designCriteria(rest, null, lexicon)];
}

function purposeTitle(
  origin: "testing" | "metrics" | "security" | "migration",
  area: Area,
  statements: readonly Statement[],
  subject: string,
  lexicon: Lexicon,
): string | null {
  if (origin === "testing") return toTitle(`test ${subject}${kindsOfTest(statements)}`);
  const items = statements.filter(
    (statement) => statement.form === "item" && statement.lead === null && !statement.clause,
  );
  if (origin === "metrics" && items.length > 1)
    return toTitle(
      `measure ${enumeration(
        items.map((item) => item.text),
        lexicon,
      )}`,
    );
  const leads = statements.flatMap((statement) =>
    statement.lead && statement.form === "item" ? [statement.lead] : [],
  );
  if (origin === "security" && leads.length > 1) return toTitle(`secure ${enumeration(leads, lexicon)}`);
  const choice = sectionTitle(area, statements, lexicon);
  if (choice?.lead && choice.score > 0.3) return choice.text;
  if (origin === "migration") return null;
  if (origin !== "metrics" && strongest(statements) < leastStrength) return null;
  return toTitle(`${origin === "metrics" ? "measure" : "secure"} ${subject}`);
}

function kindsOfTest(statements: readonly Statement[]): string {
  const text = statements
    .map((statement) => statement.text)
    .join(" ")
    .slice(0, 20_000);
  const kinds = (
    [
      "unit",
      "integration",
      "e2e",
      "end-to-end",
      "scalability",
      "load",
      "performance",
      "manual",
      "conformance",
      "regression",
    ] as const
  ).filter((kind) => new RegExp(`\\b${kind}\\b[^.]{0,20}\\btest`, "i").test(text));
  return kinds.length === 0
    ? ""
    : ` with ${kinds.length === 1 ? kinds[0] : `${kinds.slice(0, -1).join(", ")} and ${kinds.at(-1)}`} tests`;
}

/** The first few of many, as a reader's sentence. */
function enumeration(names: readonly string[], lexicon: Lexicon): string {
  const short = [
    ...new Set(names.map((name) => cutAtWord(name.replace(/\s*\(.*$/, "").replace(/[.:;,]+$/, ""), 44))),
  ].slice(0, 3);
  const lowered = short.map((name) => lowerWords(name, lexicon));
  return lowered.length < 2 ? (lowered[0] ?? "") : `${lowered.slice(0, -1).join(", ")} and ${lowered.at(-1)}`;
}
