import type { SpecDocument, SpecSection } from "../types.ts";
import type { Area } from "./areas.ts";
import { requirementCriterion } from "./criteria.ts";
import type { Reading } from "./reading.ts";
import { flatten } from "./statement.ts";
import { toTitle } from "./title-text.ts";
import { makeWorkItem, type WorkItem } from "./work-item.ts";

const observed =
  /^(?:(?:steps|how) to reproduce|reproduction(?: steps)?|repro(?: steps)?|to reproduce|(?:actual|observed|current) (?:behaviou?r|results?|outcome)|what (?:actually )?happens)\W*$/i;

/** Whether a document reports a defect: it says what was seen, or how to see it. */
export function reportsDefect({ sections }: SpecDocument): boolean {
  const open: SpecSection[] = [...sections];
  for (let section = open.pop(); section; section = open.pop()) {
    if (observed.test(section.title.trim())) return true;
    open.push(...section.children);
  }
  return false;
}

/** What a defect's report expects is the one thing to mend; beside other specs it says what has to hold. */
export function expectedWork(area: Area, { document, statements, lexicon, subject }: Reading): WorkItem | null {
  const own = flatten(statements.get(area) ?? []).filter(({ form }) => form !== "note");
  const first = own[0];
  if (!first) return null;
  const { start, end } = area.section;
  return makeWorkItem({
    title: toTitle(reportsDefect(document) && lexicon.english ? `fix “${subject}”` : first.text),
    origin: "requirement",
    area,
    order: area.order,
    lead: first,
    statements: own,
    criteria: own.flatMap((statement) => requirementCriterion(statement, lexicon) ?? []),
    value: 6,
    start,
    end,
  });
}
