import type { SpecDocument, SpecSection } from "../types.ts";
import { type Classified, classify, normalHeading, type SectionKind } from "./section-kinds.ts";

/** A section with its purpose known. */
export interface Area {
  section: SpecSection;
  kind: SectionKind;
  parent: Area | null;
  children: Area[];
  /** Reading order over the whole document. */
  order: number;
}

/** No document that people wrote has more headings; the rest of a hostile one is not read. */
const mostAreas = 1_500;

/** All areas in reading order, parents before their children. A heading over the whole document is only its title. */
export function areasOf(document: SpecDocument): Area[] {
  const areas: Area[] = [];
  const visit = (section: SpecSection, parent: Area | null, classified: Classified | null): Area => {
    const own = isWholeDocument(section, document)
      ? { kind: "context" as const, closed: false }
      : classify(section.title, classified);
    const area: Area = { section, kind: own.kind, parent, children: [], order: areas.length };
    areas.push(area);
    const passed = isWholeDocument(section, document) ? null : own;
    for (const child of section.children) if (areas.length < mostAreas) area.children.push(visit(child, area, passed));
    return area;
  };
  for (const section of document.sections.slice(0, mostAreas)) if (areas.length < mostAreas) visit(section, null, null);
  return areas;
}

/** The document's title, or the text in front of every heading of a document that has headings. */
function isWholeDocument(section: SpecSection, document: SpecDocument): boolean {
  const first = document.sections.indexOf(section);
  if (first < 0) return false;
  if (section.title === "") return first === 0 && document.sections.length > 1;
  return (
    first <= 1 &&
    section.children.length > 1 &&
    !document.sections.slice(first + 1).some((other) => other.children.length > 0)
  );
}

const genericHeadings =
  /^(?:(?:\w+ )?(?:overview|details?|notes?|implementation|design|solution|proposal|approach|requirements?|features?|capabilities|specification|scope|planning|plan|integrations?|general|misc(?:ellaneous)?|other|introduction|description|technical description|api|apis|ui|ux|ui\/ux|ui\/ux design|how|what|changes|behaviou?r|interfaces?|architecture|decision outcome|decision|long-term|short-term|cross-cutting requirements|other concerns|request|response|parameters|query parameters|path|body|status codes?|headers?|fields|steps|tasks|background|summary|usage|reference|explanation|reference-level explanation|implications|options?|(?:must|should|could|nice|won.?t)[ -](?:to[ -])?haves?|must|should|could))$/;

/** Whether a heading names nothing of the product's own. */
export function isGenericHeading(title: string): boolean {
  const heading = normalHeading(title);
  return (
    heading === "" ||
    genericHeadings.test(heading) ||
    /^(?:story|step|phase|part|section|option|figure|table|appendix)? ?[0-9ivxab]*$/.test(heading)
  );
}

/** Headings from the top down to the area, without the document's own title. */
export function trailOf(area: Area): Area[] {
  const trail: Area[] = [];
  for (let at: Area | null = area; at; at = at.parent) trail.unshift(at);
  return trail;
}

/** What a reader calls the section; text without a heading is the start of the spec. */
export function sectionName(area: Area): string {
  return area.section.title.replace(/\s+/g, " ").trim() || "the text before the first heading";
}
