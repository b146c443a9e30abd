import { makeWorkItem, type Reading, type Subject, toTitle, type WorkItem } from "../finding/index.ts";
import { topicsOf } from "../grammar/index.ts";
import type { GenerationOptions } from "../types.ts";
import { fitTo } from "./budget.ts";
import { type EpicGroup, epicGroups } from "./epics.ts";

/** Fewer tickets than this are no plan, where the generator may choose (TF-6). */
const leastTickets = 3;
/** From here on an epic helps a reader more than one more ticket. */
const epicsFrom = 4;

export interface TicketPlan {
  work: WorkItem[];
  groups: EpicGroup[];
}

/** Chooses how many tickets and epics there are, and which work goes into which. */
export function planTickets(
  found: readonly WorkItem[],
  subject: Subject,
  reading: Reading,
  options: GenerationOptions,
): TicketPlan {
  const work = found.length > 0 ? found : [wholeSpec(subject, reading)];
  const total = options.ticketCount ?? chosenTotal(work.length, options);
  const most = options.includeEpics && total >= epicsFrom ? Math.max(1, Math.floor(total / 4)) : 0;
  for (let epics = most; epics > 0; epics -= 1) {
    const fitted = fitTo(work, total - epics, reading.lexicon);
    const groups = epicGroups(fitted, epics);
    if (groups.length === epics && fitted.length === total - epics) return { work: fitted, groups };
  }
  return { work: fitTo(work, total, reading.lexicon), groups: [] };
}

/** As many tickets as there is work, and their epics, between three and what the caller allows. */
function chosenTotal(found: number, options: GenerationOptions): number {
  const epics = options.includeEpics && found + 1 >= epicsFrom ? Math.max(1, Math.floor(found / 4)) : 0;
  return Math.min(options.maxTicketCount, Math.max(leastTickets, found + epics));
}

/** A spec that asks for nothing that the rules can see still has a subject. */
function wholeSpec(subject: Subject, reading: Reading): WorkItem {
  const area =
    reading.areas.find((candidate) => (reading.statements.get(candidate) ?? []).length > 0) ?? reading.areas[0];
  if (!area) throw new RangeError("A document has at least one section");
  const statements = reading.statements.get(area) ?? [];
  const { start, end } = area.section;
  const words = statements.map((statement) => toTitle(statement.text)).find((text) => topicsOf(text).size > 0);
  const named = toTitle(subject.order);
  const title = topicsOf(named).size > 0 ? named : (words ?? subject.name);
  return makeWorkItem({ title, origin: "design", area, order: 0, statements, value: 1, start, end });
}
