import {
  isUndecided,
  makeWorkItem,
  type Reading,
  type Subject,
  toTitle,
  type Unplaced,
  type WorkItem,
} from "../finding/index.ts";
import { topicsOf } from "../grammar/index.ts";
import type { GenerationOptions } from "../types.ts";
import { fitTo, type Span } from "./budget.ts";
import { trim } from "./capacity.ts";
import { type EpicGroup, epicGroups } from "./epics.ts";
import { surplusOf } from "./sharing.ts";

/** Fewer tickets than this are no plan, where the generator may choose (TF-6). */
const leastTickets = 3;
/** From here on an epic helps a reader more than one more ticket. */
const epicsFrom = 5;

export interface TicketPlan {
  work: WorkItem[];
  groups: EpicGroup[];
  /** What no ticket has room for. */
  unplaced: Unplaced[];
}

/** Chooses how many tickets and epics there are, and which work goes into which. */
export function planTickets(
  found: readonly WorkItem[],
  subject: Subject,
  reading: Reading,
  options: GenerationOptions,
): TicketPlan {
  const { work, groups } = choose(found, subject, reading, options);
  return { work, groups, unplaced: work.flatMap(trim) };
}

function choose(
  found: readonly WorkItem[],
  subject: Subject,
  reading: Reading,
  options: GenerationOptions,
): Pick<TicketPlan, "work" | "groups"> {
  const work = found.length > 0 ? found : [wholeSpec(subject, reading)];
  for (let epics = mostEpics(work.length + surplusOf(work), options); epics > 0; epics -= 1) {
    const span = spanOf(work, epics, options);
    const fitted = fitTo(work, span, reading.lexicon);
    const groups = epicGroups(fitted, epics);
    if (groups.length === epics && fitted.length >= span.least) return { work: fitted, groups };
  }
  return { work: fitTo(work, spanOf(work, 0, options), reading.lexicon), groups: [] };
}

/** One epic for three tickets at most, and none where they are few enough to be seen at a glance. */
function mostEpics(found: number, { includeEpics, ticketCount, maxTicketCount }: GenerationOptions): number {
  const total = ticketCount ?? Math.min(maxTicketCount, found + Math.floor(found / 3));
  return includeEpics && total >= epicsFrom ? Math.max(1, Math.floor(total / 4)) : 0;
}

/** Beside its epics: as many tickets as there is work, between three and what the caller allows; or exactly as asked. */
function spanOf(work: readonly WorkItem[], epics: number, { ticketCount, maxTicketCount }: GenerationOptions): Span {
  if (ticketCount !== null) return { least: ticketCount - epics, most: ticketCount - epics };
  // Where all there is to do is to decide, more tickets would only pretend.
  const least = Math.min(isUndecided(work) ? 1 : leastTickets, maxTicketCount) - epics;
  const most = Math.min(maxTicketCount - epics, Math.max(least, work.length + surplusOf(work)));
  return { least, most };
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
  const title = topicsOf(named).size > 0 ? named : (words ?? "Clarify what the spec asks for");
  return makeWorkItem({ title, origin: "design", area, order: 0, statements, value: 1, start, end });
}
