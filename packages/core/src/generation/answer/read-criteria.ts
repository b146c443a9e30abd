import type { Note } from "../changes.ts";
import { isRecord, readTexts } from "./values.ts";

const steps = ["given", "when", "then"] as const;
const textNames = ["text", "criterion", "description"] as const;

/** Acceptance criteria as sentences, also where a model wrote each as an object. */
export function readCriteria(value: unknown, note: Note): string[] {
  const criteria = isRecord(value) ? [value] : value;
  return readTexts(
    Array.isArray(criteria) ? criteria.map((item) => criterionIn(item, note)) : criteria,
    "acceptanceCriteria",
    note,
  );
}

function criterionIn(value: unknown, note: Note): unknown {
  if (!isRecord(value)) return value;
  const fields = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner]));
  const named = textNames.map((name) => fields[name]).find((text) => typeof text === "string" && text.trim() !== "");
  const sentence = named ?? inSteps(fields);
  if (sentence === undefined) return value;
  note("acceptanceCriteria", "converted");
  return sentence;
}

/** "Given a file, when it is read, then it is stored". */
function inSteps(value: Record<string, unknown>): string | undefined {
  const clauses = steps.flatMap((step) => {
    const text = textOf(value[step]);
    if (text === "") return [];
    return text.toLowerCase().startsWith(`${step} `) ? [text] : [`${step} ${text}`];
  });
  if (clauses.length === 0) return undefined;
  const sentence = clauses.join(", ");
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** One step, or several of one kind. */
function textOf(value: unknown): string {
  const texts = (Array.isArray(value) ? value : [value]).filter((text) => typeof text === "string");
  return texts.map((text) => text.trim().replace(/[.,;]$/, "")).join(" and ");
}
