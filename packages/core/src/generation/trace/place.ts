import { statesDuty } from "./duty.ts";
import { isStoryStem, startsWithId } from "./forms.ts";
import type { Range } from "./locate.ts";
import type { requirementKinds } from "./requirement.ts";
import { namedRole, type SectionRole } from "./section-roles.ts";

/** Where a text stands: what its section is for, and what the sentence over its list has said already. */
export interface Place {
  spec: string;
  section: string;
  role: SectionRole;
  /** "The service must:" makes a duty of each item below, "As a grantor, I want:" a story. */
  stem: "duty" | "story" | null;
  /** Whether it stands below an item that is a requirement itself: then it may only explain it. */
  nested: boolean;
  /** How many items, paragraphs and sentences are still read: shared by the whole document. */
  budget: { left: number };
}

/** A spec of a quarter of a megabyte that people wrote has a tenth of that; the rest of a hostile one is not read. */
export const mostUnits = 20_000;

export interface Found extends Range {
  kind: (typeof requirementKinds)[number];
  section: string;
  /** A promise outside of a list of requirements ("The client will retry"). */
  soft?: boolean;
}

/** A list may hold more than a call can take as arguments. */
export function append(found: Found[], more: readonly Found[]): void {
  for (const one of more) found.push(one);
}

/** The place of a list below its lead-in: a sentence that goes on in the items, or a heading's words ("Out of scope:"). */
export function placeBelow(leadIn: string, place: Place): Place {
  const named = leadIn.length < 80 && !startsWithId(leadIn) ? namedRole(leadIn) : undefined;
  if (named) return { ...place, role: named.role, stem: null };
  if (isStoryStem(leadIn)) return { ...place, stem: "story" };
  return { ...place, stem: statesDuty(leadIn) ? "duty" : place.stem };
}

/** Whether a text goes on in the list below it. */
export function isLeadIn(text: string): boolean {
  return /[:：][*_\s]*$/.test(text) || isStoryStem(text);
}
