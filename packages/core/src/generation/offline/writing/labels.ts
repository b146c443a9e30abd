import { cleanHeading, isGenericHeading, type Origin, trailOf, type WorkItem } from "../finding/index.ts";
import { wordsOf } from "../grammar/index.ts";

const labelLimit = 40;
const mostLabels = 4;

const byOrigin: Partial<Record<Origin, string>> = {
  story: "user-story",
  testing: "testing",
  metrics: "metrics",
  security: "security",
  migration: "migration",
  milestone: "milestone",
};

const topics: [RegExp, string][] = [
  [/\b(?:docs?|documentation|document|user guide|guide|readme|runbook)\b/i, "documentation"],
  [/\b(?:tests?|tested|testing|coverage)\b/i, "testing"],
  [/\b(?:security|authenti\w+|authori[sz]\w+|encrypt\w*|signatures?|secrets?|permissions?|attack\w*)\b/i, "security"],
  [/\b(?:privacy|PII|personal data|GDPR)\b/i, "privacy"],
  [/\b(?:api|endpoints?|REST|GraphQL)\b|\b(?:GET|POST|PUT|PATCH|DELETE) \//i, "api"],
  [/\b(?:database|sql|sqlite|schema|db|table)\b/i, "database"],
  [/\b(?:metrics?|telemetry|monitoring|logging|alerts?|analytics|dashboards?)\b/i, "observability"],
  [/\b(?:migrat\w+|downgrade|backfill)\b/i, "migration"],
  [/\b(?:CI\/CD|pipeline|deploy\w*|provision\w*|infrastructure|hosting|terraform)\b/i, "infrastructure"],
  [/\b(?:UI|UX|menu|page|screen|button|dialog|layout|branding)\b/i, "ui"],
  [/\b(?:command ?line|CLI|commands?|flag|subcommands?)\b/i, "cli"],
  [/\b(?:accessib\w+|screen reader|508|WCAG)\b/i, "accessibility"],
  [/\b(?:performance|latency|throughput|scalab\w+|load test\w*)\b/i, "performance"],
  [/\b(?:config\w*|settings?|feature (?:flag|gate)s?)\b/i, "configuration"],
];

/** What the ticket is about, as words to filter by: its kind, its topics, and the section's own name. */
export function labelsOf(item: WorkItem): string[] {
  const text = `${item.title} ${item.lead?.text ?? ""}`;
  const found = topics.filter(([pattern]) => pattern.test(text)).map(([, label]) => label);
  const section = sectionLabel(item);
  const all = [byOrigin[item.origin], ...found.slice(0, 2), section].filter(
    (label) => label !== undefined && label !== "",
  );
  return [...new Set(all as string[])].slice(0, mostLabels);
}

function sectionLabel(item: WorkItem): string {
  const named = trailOf(item.area).findLast(
    (area) =>
      area.parent !== null &&
      !isGenericHeading(area.section.title) &&
      cleanHeading(area.section.title).split(" ").length <= 4,
  );
  return kebab(named ? cleanHeading(named.section.title) : "");
}

export function kebab(text: string): string {
  const words = wordsOf(text.toLowerCase())
    .flatMap((word) => word.split(/[._/]/))
    .filter((word) => word !== "");
  let label = "";
  for (const word of words) {
    const next = label === "" ? word : `${label}-${word}`;
    if ([...next].length > labelLimit) break;
    label = next;
  }
  return label;
}
