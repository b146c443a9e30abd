import { createHash } from "node:crypto";
import type { SpecDocument, SpecSection } from "./document.ts";

/** The section map of a spec: what there is, where it stands, and a hash that shows when it has changed. */
export interface SpecOutline {
  title: string | null;
  sections: { id: string; title: string; depth: number; start: number; end: number; sha256: string }[];
}

/** Sections in reading order, parents before their children. */
export function outlineOf(document: SpecDocument, spec: string): SpecOutline {
  const sections: SpecOutline["sections"] = [];
  const visit = (section: SpecSection): void => {
    const { id, title, depth, start, end } = section;
    const sha256 = createHash("sha256").update(spec.slice(start, end)).digest("hex");
    sections.push({ id, title, depth, start, end, sha256 });
    section.children.forEach(visit);
  };
  document.sections.forEach(visit);
  return { title: document.title, sections };
}
