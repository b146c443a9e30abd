import type * as z from "zod";

/** A hostile request can have thousands of faults; the first ones are enough to go on. */
const shownIssues = 8;
const messageLimit = 800;

/** The faults as one line for people, each with the field's name in front (TF-4). */
export function describeIssues(error: { issues: readonly z.core.$ZodIssue[] }): string {
  const lines = error.issues.slice(0, shownIssues).map((issue) => {
    const path = pathOf(issue.path);
    return path === "" ? issue.message : `${path}: ${issue.message}`;
  });
  return lines.join("; ").slice(0, messageLimit).toWellFormed();
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}
