import { sameText } from "../grammar/index.ts";
import { hostOf, withAcceptance } from "./acceptance-work.ts";
import type { Area } from "./areas.ts";
import { decisionWork } from "./decision-work.ts";
import { expectedWork } from "./defect-work.ts";
import { designWork } from "./design-work.ts";
import { withoutRepeats } from "./distinct-criteria.ts";
import type { Lexicon } from "./lexicon.ts";
import { listItems } from "./list-work.ts";
import { milestoneItem } from "./milestone-work.ts";
import { milestoneHeading } from "./milestones.ts";
import type { Reading } from "./reading.ts";
import { requirementList } from "./requirement-list.ts";
import { isFolded, withFolded } from "./section-folding.ts";
import { classify, type SectionKind } from "./section-kinds.ts";
import { designItem, purposeItem } from "./section-work.ts";
import type { Statement } from "./statement.ts";
import { storyOf } from "./stories.ts";
import { storiesIn, storyItems } from "./story-work.ts";
import type { WorkItem } from "./work-item.ts";

type Finder = (area: Area, own: readonly Statement[], reading: Reading) => WorkItem[];

/** How each kind of section is read for work. Kinds that are not here hold none. */
const finders: Partial<Record<SectionKind, Finder>> = {
  stories: (area, _own, reading) => designWork(area, reading),
  acceptance: (area, own, reading) =>
    hostOf(area, reading) ? [] : listItems(area, own, "acceptance", reading.lexicon),
  tasks: (area, own, { lexicon }) => listItems(area, own, "task", lexicon),
  requirements: (area, own, { lexicon }) => requirementWork(area, own, lexicon),
  milestones: milestoneWork,
  testing: (area, _own, reading) => single(purposeItem(area, withFolded(area, reading), "testing", reading)),
  metrics: (area, _own, reading) => single(purposeItem(area, withFolded(area, reading), "metrics", reading)),
  security: (area, _own, reading) => single(purposeItem(area, withFolded(area, reading), "security", reading)),
  migration: (area, _own, reading) => single(purposeItem(area, withFolded(area, reading), "migration", reading)),
  expected: (area, _own, reading) => single(expectedWork(area, reading)),
  design: (area, _own, reading) => designWork(area, reading),
  plain: (area, _own, reading) => designWork(area, reading),
};

/** The work that a spec asks for, in reading order. */
export function collectWork(reading: Reading): WorkItem[] {
  const work = reading.areas.flatMap((area) => areaWork(area, reading));
  const enough = work.length > 1 ? work : [...work, ...softWork(reading, ["goals"])];
  const some = enough.length > 0 ? enough : softWork(reading, ["scenarios", "context", "assumptions"]);
  const found = some.length > 0 ? some : lastResort(reading);
  return withoutRepeats(withAcceptance(distinct(found), reading)).sort((left, right) => left.order - right.order);
}

function areaWork(area: Area, reading: Reading): WorkItem[] {
  const own = reading.statements.get(area) ?? [];
  const listed = requirementList(area, reading);
  if (listed.length > 0) return listedWork(area, own, listed, reading);
  const finder = finders[area.kind];
  if (!finder || isFolded(area, reading)) return [];
  if (storiesIn(own).length > 0) return storyWork(area, own, reading);
  const found = finder(area, own, reading);
  return found.length > 0 ? found : demandWork(area, own, reading);
}

/** A list of requirements, each of which is work. Where some are stories, they are told as stories. */
function listedWork(area: Area, own: readonly Statement[], listed: readonly Statement[], reading: Reading): WorkItem[] {
  if (storiesIn(own).length > 0) return storyWork(area, own, reading);
  return listItems(area, listed, "requirement", reading.lexicon);
}

/** The last resort of a section: what it demands, where its rules found no work in it. */
function demandWork(area: Area, own: readonly Statement[], { lexicon }: Reading): WorkItem[] {
  const demands = own.filter(({ form, strength }) => form !== "note" && strength >= 2);
  return area.kind === "acceptance" ? [] : listItems(area, demands, "requirement", lexicon);
}

/** Stories, and what a section says beside them. */
function storyWork(area: Area, own: readonly Statement[], { lexicon }: Reading): WorkItem[] {
  const told = new Set(storiesIn(own).flatMap(({ statement, details }) => [statement, ...details]));
  const rest = own.filter((statement) => !told.has(statement) && !storyOf(statement.text));
  const beside = area.kind === "stories" ? [] : single(designItem(area, rest, lexicon));
  return [...storyItems(area, own, lexicon), ...beside];
}

/** A heading that is a milestone, or stands under the heading over all of them, is one; else its list is tasks. */
function milestoneWork(area: Area, own: readonly Statement[], reading: Reading): WorkItem[] {
  const isMilestone = milestoneHeading(area.section.title) !== null || area.parent?.kind === "milestones";
  return isMilestone
    ? single(milestoneItem(area, own, reading))
    : listItems(area, withoutNames(area, own), "task", reading.lexicon);
}

/** A list that only names the milestones, each of which has a section below, holds no work of its own. */
function withoutNames(area: Area, own: readonly Statement[]): Statement[] {
  const titles = new Set(area.children.map((child) => child.section.title.toLowerCase()));
  return own.filter((statement) => !titles.has((statement.lead ?? statement.text).toLowerCase()));
}

function single(item: WorkItem | null): WorkItem[] {
  return item ? [item] : [];
}

/** A list of requirements is a list of work; requirements in prose are one piece for each section. */
function requirementWork(area: Area, own: readonly Statement[], lexicon: Lexicon): WorkItem[] {
  const items = own.filter(({ form }) => form === "item" || form === "row");
  const prose = own.filter(({ form, strength }) => form === "sentence" && strength >= 2);
  // Items that only complete a sentence, or name a quality, are no requirements of their own.
  const least = lexicon.english ? 24 : 6;
  const whole = items.filter(({ text, core }) => text === core && text.length > least);
  const isList = items.length >= 2 && whole.length * 2 >= items.length && prose.length <= items.length;
  return isList ? listItems(area, items, "requirement", lexicon) : single(designItem(area, own, lexicon));
}

/** Where a spec has no section for its work, the work stands in its goals, then in its prose. */
function softWork(reading: Reading, kinds: readonly SectionKind[]): WorkItem[] {
  const areas = reading.areas.filter((area) => kinds.includes(area.kind));
  return areas.flatMap((area) => saidWork(area, reading)).map((item) => ({ ...item, value: item.value / 2 }));
}

function saidWork(area: Area, { statements, lexicon }: Reading): WorkItem[] {
  const own = statements.get(area) ?? [];
  const asked = area.kind === "goals" || !lexicon.english ? 0 : 2;
  const items = own.filter(({ form, text, strength }) => form === "item" && text.length > 15 && strength >= asked);
  if (items.length >= 2) return listItems(area, items, "requirement", lexicon);
  const asks = own.some(({ strength }) => strength >= 2);
  return asks || !lexicon.english ? single(designItem(area, own, lexicon)) : [];
}

/** Everything that can be read as something to build, however softly it is said; else the decision what that is. */
function lastResort(reading: Reading): WorkItem[] {
  const soft = reading.areas.flatMap((area) => anyWork(area, reading));
  if (soft.length > 0) return soft;
  const decision = decisionWork(reading);
  return decision ? [decision] : [];
}

const silent = new Set<SectionKind>(["skip", "excluded", "questions", "risks"]);

function anyWork(area: Area, { statements, lexicon }: Reading): WorkItem[] {
  // Under a heading of its own, background asks for nothing; the text below the document's title may.
  const explains = area.kind === "context" && classify(area.section.title, null).kind === "context";
  if (silent.has(area.kind) || explains) return [];
  const said = (statements.get(area) ?? []).filter(({ strength }) => strength >= 0.5);
  const raised = said.map((statement) => ({ ...statement, strength: Math.max(statement.strength, 2) }));
  return listItems(area, raised, "design", lexicon);
}

/** The same words twice are one piece of work: the first keeps them. What has no words at all is none. */
function distinct(work: readonly WorkItem[]): WorkItem[] {
  const seen = new Set<string>();
  return work.filter((item) => {
    const key = sameText(item.title);
    if (key === "" || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
