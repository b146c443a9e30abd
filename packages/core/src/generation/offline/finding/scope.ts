import { type Area, sectionName } from "./areas.ts";
import type { SectionKind } from "./section-kinds.ts";
import type { Statement } from "./statement.ts";
import { isDeferred, isInstruction, isVoid, isWording } from "./strength.ts";

const alternatives =
  /alternativ|option|considered|rejected|discarded|previous|\bpros\b|\bcons\b|vantages|trade-?off|prior art|compar|ecosystem|why not/i;

const reasons: Partial<Record<SectionKind, (name: string) => string>> = {
  excluded: (name) =>
    /future|later|deferred|backlog|post|icebox|parking|zukünftig|ausblick|futur|今後/i.test(name)
      ? `Put off to a later time: it stands under ${name}.`
      : `Out of scope: it stands under ${name}.`,
  skip: (name) => {
    if (/consideration|threat|attack|drivers/i.test(name))
      return `Weighed on the way to the design, which asks for its outcome: it stands under ${name}.`;
    return alternatives.test(name)
      ? `A rejected or only weighed alternative: it stands under ${name}.`
      : `A record or reference, not a demand on the product: it stands under ${name}.`;
  },
  questions: (name) => `Still an open question: it stands under ${name}.`,
  risks: (name) => `A risk, not a piece of work: it stands under ${name}.`,
  goals: (name) => `A goal of the whole spec that no single ticket reaches: it stands under ${name}.`,
  context: (name) => `Background that no ticket's work matches: it stands under ${name}.`,
  scenarios: (name) => `An example of use, not a demand of its own: it stands under ${name}.`,
  assumptions: (name) => `An assumption or precondition that others meet: it stands under ${name}.`,
};

/** Why a section's sentences are no work; null where they are. */
export function sectionReason(area: Area): string | null {
  return reasons[area.kind]?.(`“${sectionName(ruling(area))}”`) ?? null;
}

/** The highest heading that gives the section its kind: "Alternatives" over "Option B". */
function ruling(area: Area): Area {
  let top = area;
  // The document's own title counts as context, but rules nothing.
  for (let at = area.parent; at && at.kind === area.kind && !(at.kind === "context" && !at.parent); at = at.parent)
    top = at;
  return top;
}

/** Why a sentence is no work wherever it stands; null where it may be. */
export function statementReason({ text, checked, weighed }: Statement): string | null {
  if (weighed) return "An advantage or a drawback that the spec weighs, not a demand on the product.";
  if (isInstruction(text)) return "Words to the generator, not a demand on the product.";
  if (isWording(text)) return "It says how words are to be read, not what the product does.";
  if (checked === true) return "Done already: its box is ticked.";
  if (isDeferred(text)) return "The sentence itself puts it off or rules it out.";
  if (isVoid(text)) return "The sentence says that there is nothing to do.";
  if (/[?？]["')]*$/.test(text)) return "A question, not a demand.";
  return null;
}
