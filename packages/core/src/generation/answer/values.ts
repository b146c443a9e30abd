import type { Note } from "../changes.ts";

/** A number, alone or of story points. */
const quantity = /^\s{0,9}(\d{1,9}(?:\.\d{1,9})?)\s{0,9}(?:(?:story )?points?|pts?|sp)?\s{0,9}$/i;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function readText(value: unknown, name: string, note: Note): string | null {
  if (typeof value === "string" || value === null) return value;
  if (typeof value === "number") {
    note(name, "converted");
    return String(value);
  }
  note(name, "wrong_kind_dropped");
  return null;
}

export function readQuantity(value: unknown, name: string, note: Note): number | null {
  if (value === null || value === "") return null;
  if (typeof value === "number") return value;
  const written = typeof value === "string" ? quantity.exec(value)?.[1] : undefined;
  if (written !== undefined) {
    note(name, "converted");
    return Number(written);
  }
  note(name, "wrong_kind_dropped");
  return null;
}

/** One text where a list is wanted is a list of one. */
export function readTexts(value: unknown, name: string, note: Note): string[] {
  if (typeof value === "string") {
    note(name, "converted");
    return [value];
  }
  return readItems(value, name, note).flatMap((item) => readText(item, name, note) ?? []);
}

export function readItems(value: unknown, name: string, note: Note): unknown[] {
  if (Array.isArray(value)) return value;
  if (value !== null) note(name, "wrong_kind_dropped");
  return [];
}

export function readWords(value: unknown, name: string, note: Note): string[] {
  if (typeof value !== "string" || !value.includes(",")) return readTexts(value, name, note);
  note(name, "converted");
  return value.split(",");
}

export function readRefs(value: unknown, name: string, note: Note): string[] {
  if (typeof value === "string" && value.split(",").every(isRef)) return readWords(value, name, note);
  const items = Array.isArray(value) ? value.map((item) => refIn(item, name, note)) : refIn(value, name, note);
  return readTexts(items, name, note);
}

/** `{ "ref": "T1" }` names the ticket that "T1" names. */
export function refIn(value: unknown, name: string, note: Note): unknown {
  const ref = isRecord(value) ? (value.ref ?? value.id ?? value.external_id ?? value.title) : undefined;
  if (typeof ref !== "string" && typeof ref !== "number") return value;
  note(name, "converted");
  return ref;
}

/** Whether it is too short for a title, in which a comma stands for itself. */
function isRef(text: string): boolean {
  return /^\s{0,9}\S{1,20}\s{0,9}$/.test(text);
}
