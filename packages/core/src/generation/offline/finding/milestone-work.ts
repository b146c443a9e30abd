import type { Area } from "./areas.ts";
import { criteriaOf } from "./criteria.ts";
import { cleanHeading, lowerWords } from "./headings.ts";
import { itemTitle } from "./item-title.ts";
import type { Lexicon } from "./lexicon.ts";
import { milestoneHeading } from "./milestones.ts";
import type { Reading } from "./reading.ts";
import type { Statement } from "./statement.ts";
import { flatten } from "./statement.ts";
import { isDeferred, isVoid } from "./strength.ts";
import { cutAtWord, toTitle } from "./title-text.ts";
import { makeWorkItem, type WorkItem } from "./work-item.ts";

/** One milestone as one piece of work: what has to be there when it is reached. */
export function milestoneItem(
  area: Area,
  statements: readonly Statement[],
  { subject, lexicon }: Pick<Reading, "subject" | "lexicon">,
): WorkItem | null {
  const items = statements.filter((statement) => statement.form === "item" && !isVoid(statement.text));
  const open = flatten(items.length > 0 ? items : statements).filter(
    (statement) => statement.strength > 0.2 && !isDeferred(statement.text),
  );
  // The list over the milestones' own sections only announces them.
  if (open.length === 0 || (items.length > 0 && announces(area, items))) return null;
  const name = cleanHeading(area.section.title);
  return makeWorkItem({
    title: toTitle(milestoneTitle(name, open, subject, lexicon)),
    origin: "milestone",
    area,
    order: area.order,
    lead: null,
    statements: open,
    criteria: criteriaOf(open, lexicon),
    milestone: name,
    value: 6 + Math.min(2, open.length / 4),
    start: area.section.start,
    end: area.section.end,
  });
}

function announces(area: Area, items: readonly Statement[]): boolean {
  const titles = area.children.map((child) => child.section.title.toLowerCase());
  return items.filter((item) => titles.includes((item.lead ?? item.text).toLowerCase())).length * 2 >= items.length;
}

/** "Reach Beta and extend the scalability tests": the milestone, and what it takes first of all. */
function milestoneTitle(name: string, open: readonly Statement[], subject: string, lexicon: Lexicon): string {
  if (!lexicon.english) return name;
  const isPlan =
    milestoneHeading(name) === null && /criteria|plan|milestones|phases|roadmap|timeline|schedule|strategy/i.test(name);
  if (isPlan) return `meet the ${lowerWords(name, lexicon)} of ${subject}`;
  const steps = open.slice(0, mostSteps).map((statement) => itemTitle(statement, lexicon));
  const first = steps.find((step) => step !== null && step.length <= 70 && !nameOnly.test(step));
  if (!first) return `bring ${subject} to ${cutAtWord(name, 36)}`;
  return `reach ${cutAtWord(name, 36)} and ${first.charAt(0).toLowerCase()}${first.slice(1)}`;
}

const mostSteps = 5;
/** What a title says that was made of a bare noun. */
const nameOnly = /^deliver\b/i;
