import { type Area, isGenericHeading } from "./areas.ts";
import { criteriaOf } from "./criteria.ts";
import { listItems } from "./list-work.ts";
import type { Reading } from "./reading.ts";
import { flatten } from "./statement.ts";
import type { WorkItem } from "./work-item.ts";

/** The named section whose acceptance criteria these are; null where they are the whole document's. */
export function hostOf(area: Area, { document }: Reading): Area | null {
  const parent = area.parent;
  if (!parent || isGenericHeading(parent.section.title)) return null;
  // A lone top heading names the document, not a part of it.
  if (parent.parent === null && document.sections.length < 3) return null;
  return parent.kind === "plain" || parent.kind === "requirements" || parent.kind === "stories" ? parent : null;
}

/** Acceptance criteria under a named section belong to that section's work, not to tickets of their own. */
export function withAcceptance(work: readonly WorkItem[], reading: Reading): WorkItem[] {
  const { areas, statements, lexicon } = reading;
  const hosted = areas.filter((area) => area.kind === "acceptance" && hostOf(area, reading));
  const open = new Map(hosted.map((area) => [hostOf(area, reading), area]));
  const result = work.map((item) => {
    const area = open.get(item.area);
    if (!area) return item;
    open.delete(item.area);
    const own = flatten(statements.get(area) ?? []).filter(({ text }) => text.length > 3);
    const criteria = [...criteriaOf(own, lexicon), ...item.criteria];
    return { ...item, criteria, value: item.value + 2 };
  });
  // A section that asks for nothing but its criteria: then they are the work.
  const orphans = [...open.values()].flatMap((area) =>
    listItems(area, statements.get(area) ?? [], "acceptance", lexicon),
  );
  return [...result, ...orphans];
}
