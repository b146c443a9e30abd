import { findRequirements, type Requirement } from "@tessera/core/generation";
import { createSpecReader } from "@tessera/providers/documents";

export function requirementsOf(spec: string): Requirement[] {
  return findRequirements(createSpecReader().read(spec), spec);
}

/** The source of every requirement, without line breaks, as a person would mark it. */
export function foundIn(spec: string): string[] {
  return requirementsOf(spec).map(({ start, end }) => spec.slice(start, end).replace(/\s+/g, " "));
}

/** The kind and the source of every requirement. */
export function kindsIn(spec: string): [string, string][] {
  const texts = foundIn(spec);
  return requirementsOf(spec).map(({ kind }, at) => [kind, texts[at] ?? ""]);
}
