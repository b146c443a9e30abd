import { type Area, cutAtWord, flatten, isVoid, type Reading, type Statement } from "../finding/index.ts";
import { capitalize, overlap, sameText, topicsOf } from "../grammar/index.ts";
import type { Draft } from "../types.ts";

type Risk = Draft["risks"][number];

/** A ticket as risks and questions look for it. */
export interface Target {
  ref: string;
  topics: ReadonlySet<string>;
  areas: ReadonlySet<Area>;
  start: number;
  end: number;
}

const severities: [RegExp, Risk["severity"]][] = [
  [/\b(?:data loss|lose data|breach|outage|catastroph\w*|legal|GDPR|HIPAA|critical|kritisch)\b/i, "critical"],
  [
    /\b(?:security|attack\w*|vulnerab\w*|compromis\w*|PII|personal data|sensitive|break(?:s|ing)?|incompatib\w*|must|deadline|downtime|corrupt\w*|fail(?:s|ure)?\b|high)\b/i,
    "high",
  ],
  [/\b(?:unlikely|minor|low|cosmetic|rare(?:ly)?|small|noise|confus\w*|slightly|niedrig)\b/i, "low"],
];

const signs: [RegExp, string][] = [
  [
    /\b(?:PII|personal(?:ly identifiable)? (?:data|information)|sensitive (?:data|information)|GDPR|DSGVO)\b/i,
    "Personal or sensitive data is involved",
  ],
  [/\b(?:attack vector|attack surface|vulnerab\w+|denial of service|unauthori[sz]ed)\b/i, "Security exposure"],
  [/\b(?:breaking change|backwards?[ -](?:in)?compatib\w+|break existing)\b/i, "Existing users may break"],
  [
    /\b(?:data migration|migrat(?:e|ing|ion of) (?:the |all |existing |production )?(?:data|users|records|rows|customers))\b/i,
    "Migration of existing data",
  ],
  [
    /\b(?:deadline|by the end of (?:q[1-4]|january|february|march|april|may|june|july|august|september|october|november|december|the (?:year|quarter)))\b/i,
    "A date is fixed",
  ],
  [/\b(?:third[ -]part(?:y|ies)|external (?:vendor|service|provider)|vendor lock-in)\b/i, "A third party is involved"],
  [/\b(?:data loss|lose data|irreversibl\w+|cannot be (?:undone|reverted|recovered))\b/i, "Loss that cannot be undone"],
  [
    /\b(?:performance (?:impact|degradation|regression)|additional overhead|resource exhaustion|scalability (?:limit|problem|issue)s?)\b/i,
    "Performance may suffer",
  ],
];

const mostRisks = 10;
const mostSigns = 5;

/** What the spec calls a risk, then what its words warn of. */
export function risksOf(reading: Reading, targets: readonly Target[]): Draft["risks"] {
  const stated = reading.areas.filter((area) => area.kind === "risks").flatMap((area) => statedRisks(area, reading));
  const warned = stated.length >= mostRisks ? [] : warnings(reading);
  const seen = new Set<string>();
  return [...stated, ...warned]
    .filter(({ text }) => !seen.has(sameText(text)) && seen.add(sameText(text)))
    .slice(0, mostRisks)
    .map(({ text, statement, area }) => ({
      description: text,
      severity: statement.priority ? severityOf(statement.priority, "medium") : severityOf(text, "medium"),
      tickets: relatedTickets(text, statement, area, targets),
    }));
}

interface FoundRisk {
  text: string;
  statement: Statement;
  area: Area;
}

function statedRisks(area: Area, { statements, lexicon }: Reading): FoundRisk[] {
  const own = statements.get(area) ?? [];
  const items = own.filter(
    (statement) =>
      (statement.form === "item" || statement.form === "row") &&
      statement.text.length > 15 &&
      !isVoid(statement.text) &&
      !/^[`"]/.test(statement.lead ?? statement.text) &&
      (statement.text === statement.core || statement.text.length > 60),
  );
  const prose = own.filter((statement) => statement.form === "sentence").length;
  // Where prose outweighs the lists, the lists are its examples.
  const source =
    items.length > 0 && prose <= items.length * 2
      ? items
      : paragraphRisks(own, /risk|mitigation|drawback/i.test(area.section.title));
  return source.map((statement) => ({ text: finish(withChildren(statement, lexicon.english)), statement, area }));
}

/** The sentence that says what may go wrong, of each paragraph one. */
function paragraphRisks(statements: readonly Statement[], each: boolean): Statement[] {
  const prose = statements.filter(
    (statement) => statement.form === "sentence" && statement.text.length > 30 && !isVoid(statement.text),
  );
  const byParagraph = Map.groupBy(prose, (statement) => statement.start);
  return [...byParagraph.values()].flatMap((sentences) => {
    const warning = sentences.find(
      (statement) =>
        !statement.text.endsWith("?") &&
        /\b(?:risk|may|might|could|must|break|fail\w*|impact|problem|issue|overhead|increase|difficult|hard|unclear|cannot|not able|danger)\b/i.test(
          statement.text,
        ),
    );
    return warning ? [warning] : sentences.slice(0, each ? 1 : 0);
  });
}

function withChildren(statement: Statement, english: boolean): string {
  const more = english && statement.text.length < 60 ? statement.children[0]?.text : undefined;
  const lead = statement.lead !== null && !statement.text.startsWith(statement.lead) ? `${statement.lead}: ` : "";
  return `${lead}${statement.text}${more ? ` ${more}` : ""}`;
}

function warnings({ areas, statements }: Reading): FoundRisk[] {
  const found: FoundRisk[] = [];
  const used = new Set<string>();
  for (const area of areas.filter(
    (candidate) =>
      !["skip", "excluded", "risks", "context", "questions", "scenarios", "stories"].includes(candidate.kind),
  )) {
    for (const statement of flatten(statements.get(area) ?? [])) {
      const sign = signs.find(([pattern, name]) => !used.has(name) && pattern.test(statement.text));
      if (
        !sign ||
        statement.text.length < 25 ||
        statement.text.length > 400 ||
        isVoid(statement.text) ||
        statement.text.endsWith("?")
      )
        continue;
      used.add(sign[1]);
      found.push({ text: finish(`${sign[1]}: ${withoutCapital(statement.text)}`), statement, area });
      if (found.length >= mostSigns) return found;
    }
  }
  return found;
}

function withoutCapital(text: string): string {
  return /^(?:The|A|An|All|Any|This|These|We|It|If|When|For|In|As|Each|Every|There|Because|Some|Our|Users?) /.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

function severityOf(text: string, otherwise: Risk["severity"]): Risk["severity"] {
  return severities.find(([pattern]) => pattern.test(text))?.[1] ?? otherwise;
}

function finish(text: string): string {
  const cut = cutAtWord(text.replace(/\s+/g, " ").trim(), 320).replace(/[\s,;:–—-]+$/, "");
  return capitalize(/[.!?。]$/.test(cut) ? cut : `${cut}.`);
}

const mostRelated = 3;

/** Tickets whose own source holds the statement, else those that share most of their words with it. */
export function relatedTickets(
  text: string,
  statement: Pick<Statement, "start" | "end">,
  area: Area,
  targets: readonly Target[],
): string[] {
  const topics = topicsOf(text);
  const scored = targets.map((target) => {
    const inside = target.areas.has(area) && statement.start >= target.start && statement.end <= target.end;
    return {
      ref: target.ref,
      score: overlap(topics, target.topics) + (inside ? 0.5 : target.areas.has(area) ? 0.25 : 0),
    };
  });
  return scored
    .filter(({ score }) => score >= 0.34)
    .sort((left, right) => right.score - left.score)
    .slice(0, mostRelated)
    .map(({ ref }) => ref);
}
