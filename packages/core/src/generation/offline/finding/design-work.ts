import type { Area } from "./areas.ts";
import { type Lexicon, lowerFirst } from "./lexicon.ts";
import { listItems } from "./list-work.ts";
import type { Reading } from "./reading.ts";
import { withFolded } from "./section-folding.ts";
import { designItem } from "./section-work.ts";
import type { Statement } from "./statement.ts";
import { toTitle } from "./title-text.ts";
import type { WorkItem } from "./work-item.ts";

/** The work in a design: its checklist, its steps, its named parts, or the section as a whole. */
export function designWork(area: Area, reading: Reading): WorkItem[] {
  const { lexicon } = reading;
  const own = reading.statements.get(area) ?? [];
  const boxes = own.filter((statement) => statement.checked !== null);
  if (boxes.length > 1) return listItems(area, boxes, "task", lexicon);
  const steps = own.filter(isStep);
  if (steps.length >= 2 && steps.length * 3 > own.length && !describesProcedure(own)) {
    return listItems(area, steps, "task", lexicon);
  }
  const demands = own.filter(isDemand);
  if (area.section.title === "" && demands.length > 1) return listItems(area, demands, "requirement", lexicon);
  const entries = own.filter(isEntry);
  if (entries.length >= 3) return entryWork(area, own, entries, lexicon);
  const item = designItem(area, withFolded(area, reading), lexicon);
  return item ? [item] : [];
}

/** "1. ETL: Write the data ...": a step that says what to do is work of its own. */
function isStep({ form, number, clause, core }: Statement): boolean {
  return form === "item" && number !== null && clause?.form === "imperative" && core.length > 24;
}

/** The steps of an algorithm are what the software does, not what the team does. */
function describesProcedure(statements: readonly Statement[]): boolean {
  const prose = statements.filter(({ form }) => form === "sentence").slice(0, 40);
  return prose.some(({ text }) => /\balgorithm|\bprocedure|\bfollowing steps\b/i.test(text));
}

/** Text without headings says one thing after the other: each demand stands for itself. */
function isDemand({ form, strength }: Statement): boolean {
  return form !== "note" && strength >= (form === "item" ? 0.3 : 2);
}

function isEntry({ form, lead, children }: Statement): boolean {
  return form === "item" && lead !== null && children.length > 1;
}

/** A list that defines things at length, each under its own name, is a design of several parts. */
function entryWork(area: Area, own: readonly Statement[], entries: readonly Statement[], lexicon: Lexicon): WorkItem[] {
  const rest = designItem(
    area,
    own.filter((statement) => !entries.includes(statement)),
    lexicon,
  );
  const parts = entries.map((entry, index) => entryItem(area, entry, index, lexicon));
  return [rest, ...parts].filter((item) => item !== null);
}

function entryItem(area: Area, entry: Statement, index: number, lexicon: Lexicon): WorkItem | null {
  const { lead, start, end } = entry;
  const section = { ...area.section, title: lead ?? "", start, end };
  const item = designItem({ ...area, section }, [{ ...entry, strength: Math.max(entry.strength, 2) }], lexicon);
  if (!item) return null;
  const title = toTitle(`support ${lowerFirst(lead ?? "", lexicon)}`);
  return { ...item, area, order: area.order + (index + 1) / 10_000, title, start, end };
}
