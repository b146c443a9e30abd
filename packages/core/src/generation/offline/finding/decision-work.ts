import type { Area } from "./areas.ts";
import { sectionName } from "./areas.ts";
import type { Reading } from "./reading.ts";
import { isInstruction } from "./strength.ts";
import { toTitle } from "./title-text.ts";
import { makeWorkItem, type WorkItem } from "./work-item.ts";

/**
 * A spec that only explains, weighs or excludes asks for nothing that could be built: the one piece of work is to
 * decide. Null where there is no such section either.
 */
export function decisionWork(reading: Reading): WorkItem | null {
  const { statements, subject, lexicon } = reading;
  const told = reading.areas.filter((area) => isTold(area) && (statements.get(area) ?? []).length > 0);
  const first = told[0];
  if (!first || !lexicon.english) return null;
  const said = told
    .flatMap((area) => statements.get(area) ?? [])
    .filter(({ text, form }) => form !== "note" && text.length > 12 && !isInstruction(text));
  return makeWorkItem({
    title: toTitle(`decide what to build for ${subject}`),
    origin: "decision",
    area: first,
    order: first.order,
    statements: said,
    criteria: [`A written decision says what is built for ${subject}, and why.`, ...criteriaOf(told)],
    why: subject,
    value: 1,
    start: first.section.start,
    end: told.at(-1)?.section.end ?? first.section.end,
  });
}

/** Sections that say something about the matter, but ask for nothing. */
export function isTold({ kind, section }: Area): boolean {
  return section.title !== "" && (kind === "excluded" || kind === "skip" || kind === "context");
}

function criteriaOf(areas: readonly Area[]): string[] {
  return areas.flatMap((area) => {
    const name = sectionName(area);
    if (area.kind === "excluded") return [`Each point under “${name}” is confirmed to stay out of it.`];
    return /alternativ|option/i.test(name) ? [`One way under “${name}” is chosen or all are turned down.`] : [];
  });
}

/** Whether all that a spec leaves to do is to decide what comes of it. */
export function isUndecided(work: readonly WorkItem[]): boolean {
  return work.length > 0 && work.every(({ origin }) => origin === "decision");
}
