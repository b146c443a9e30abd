import { hash } from "node:crypto";
import type { SpecDocument } from "../document.ts";
import { type Requirement, requirementLimit } from "./requirement.ts";
import { readSections } from "./sections.ts";

/**
 * Every requirement of a spec, in reading order: the same spec gives the same ids. What counts is stated in
 * docs/EVALUATION.md and in the tables that it names. At most `requirementLimit` of them.
 */
export function findRequirements(document: SpecDocument, spec: string): Requirement[] {
  const seen = new Set<string>();
  const found = readSections(document, spec).filter(({ start, end }) => {
    const key = `${start}:${end}`;
    return start < end && !seen.has(key) && seen.add(key);
  });
  found.sort((left, right) => left.start - right.start || left.end - right.end);
  return found.slice(0, requirementLimit).map(({ kind, section, start, end }, index) => ({
    id: `R${index + 1}`,
    kind,
    section,
    start,
    end,
    sha256: hash("sha256", spec.slice(start, end)),
  }));
}
