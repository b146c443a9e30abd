import { type Area, type Reading, sectionName, type Unplaced, type WorkItem } from "../finding/index.ts";
import { isVerb, sameText, topicsOf } from "../grammar/index.ts";
import { criteriaLimits, type DraftTicket, type GenerationOptions } from "../types.ts";
import { outcomesOf } from "./epic-outcomes.ts";
import type { EpicGroup } from "./epics.ts";
import { kebab } from "./labels.ts";
import { phrasesOf } from "./phrases.ts";
import { type Priority, priorityOf } from "./priorities.ts";
import { cutSentence, goesOn, sentence, standsAlone, tidy } from "./prose.ts";
import { summaryOf } from "./summary.ts";

const rank: Record<Priority, number> = { low: 0, medium: 1, high: 2, critical: 3 };

export interface EpicPlace {
  ref: string;
  title: string;
  /** Requirements that no piece of work is for; goals among them may be an epic's outcome. */
  unplaced: readonly Unplaced[];
  /** Criteria that another ticket has already. What is added here is added to it. */
  taken: Set<string>;
}

/** The epic over a group: told by its section, done when its outcome is there, as important as its most important ticket. */
export function epicOf(
  group: EpicGroup,
  { ref, title, unplaced, taken }: EpicPlace,
  reading: Reading,
  { outputDetail }: GenerationOptions,
): DraftTicket {
  const priorities = group.items.map(priorityOf);
  const label = group.area ? kebab(group.area.section.title) : "";
  const outcomes = outcomesOf(group, title, reading, { taken, most: criteriaLimits[outputDetail] });
  const reached = new Set(outcomes.map(({ statement }) => statement));
  for (const { criterion } of outcomes) taken.add(sameText(criterion));
  return {
    ref,
    type: "epic",
    title,
    description: descriptionOf(group, title, reading, outputDetail),
    acceptanceCriteria: outcomes.map(({ criterion }) => criterion),
    labels: label === "" ? [] : [label],
    dependsOn: [],
    epic: null,
    storyPoints: null,
    priority: priorities.reduce((highest, priority) => (rank[priority] > rank[highest] ? priority : highest), "low"),
    component: null,
    milestone: null,
    confidence: 0.8,
    sources: sourcesOf(group, reading),
    covers: unplaced.flatMap(({ requirement, statement }) =>
      statement && reached.has(statement) ? [requirement] : [],
    ),
  };
}

const longestPurpose = 460;
const mostSentences = 3;

/** What the section says of itself first; the whole spec's summary where the tickets have no section in common. */
function descriptionOf(
  group: EpicGroup,
  title: string,
  reading: Reading,
  detail: GenerationOptions["outputDetail"],
): string {
  const own = group.area ? firstSentences(group.area, reading) : [];
  const purpose = own.length > 0 ? own.join(" ") : shareOf(group, reading);
  if (detail === "compact") return cutSentence(purpose, 240);
  const { source } = phrasesOf(reading.lexicon);
  const from = group.area && group.area.section.title !== "" ? source([sectionName(group.area)]) : "";
  const standard = [sameText(purpose) === sameText(title) ? sentence(title) : purpose, from].filter(
    (part) => part !== "",
  );
  const children = group.items.map((item) => `- ${item.title}`).join("\n");
  return (detail === "standard" ? standard : [...standard, children]).join("\n\n");
}

/** Which share of the whole spec's purpose the tickets are, where their section says nothing of its own. */
function shareOf({ area, items }: EpicGroup, reading: Reading): string {
  const whole = summaryOf(reading);
  if (!reading.lexicon.english) return whole;
  const named = items.slice(0, 3).map(({ title }) => withoutCapital(title));
  const more = items.length > named.length ? `; and ${items.length - named.length} more` : "";
  const part = area && area.section.title !== "" ? `Of this, “${sectionName(area)}” asks for` : "It takes";
  return `${whole} ${part} ${items.length} things: ${named.join("; ")}${more}.`;
}

/** A title's verb inside of a sentence. */
function withoutCapital(title: string): string {
  return isVerb(title.split(" ")[0] ?? "") ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** The first sentences of a section's prose; where it has none, of the first section below it that does. */
function firstSentences(area: Area, reading: Reading): string[] {
  const { english } = reading.lexicon;
  const own = (reading.statements.get(area) ?? []).filter(
    ({ form, text }) => form === "sentence" && (!english || topicsOf(text).size > 2),
  );
  const chosen: string[] = [];
  let length = 0;
  for (const statement of own) {
    const readable = chosen.length === 0 ? standsAlone(statement, english) : goesOn(statement, english);
    if (!readable) continue;
    const text = sentence(tidy(statement.text));
    if (chosen.length >= mostSentences || length + text.length > longestPurpose) break;
    chosen.push(text);
    length += text.length;
  }
  if (chosen.length > 0) return chosen;
  for (const child of area.children.slice(0, 4)) {
    const below = firstSentences(child, reading);
    if (below.length > 0) return below.slice(0, 2);
  }
  return [];
}

function sourcesOf({ area }: EpicGroup, { document }: Reading): DraftTicket["sources"] {
  const sections = area ? [area.section] : document.sections.slice(0, 1);
  return sections.map(({ id, start, end }) => ({ section: id, start, end }));
}

/** Whether a piece of work stands in a group; each stands in one at most. */
export function epicRefs(groups: readonly { group: EpicGroup; ref: string }[]): Map<WorkItem, string> {
  return new Map(groups.flatMap(({ group, ref }) => group.items.map((item) => [item, ref] as const)));
}
