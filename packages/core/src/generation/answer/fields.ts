import type { Note } from "../changes.ts";

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Other names under which models write our fields, most of all those of the result that they have seen. */
const aliases = new Map([
  ["externalId", "ref"],
  ["id", "ref"],
  ["ticketType", "type"],
  ["dependencies", "dependsOn"],
  ["parentExternalId", "epic"],
  ["suggestedMilestone", "milestone"],
  ["sourceRefs", "sources"],
  ["relatedTicketIds", "tickets"],
]);

/** An object's fields by our names. A field that is missing or of the wrong kind is empty, and a wrong kind is noted. */
export interface Fields {
  value(name: string): unknown;
  text(name: string): string;
  /** Null where there is none. */
  optionalText(name: string): string | null;
  texts(name: string): string[];
  quantity(name: string): number | null;
  items(name: string): unknown[];
}

export function readFields(value: unknown, known: readonly string[], note: Note): Fields {
  const record = inDomainNames(value, known, note);
  const get = (name: string): unknown => record[name] ?? null;
  const optionalText = (name: string): string | null => readText(get(name), name, note);
  return {
    value: get,
    text: (name) => optionalText(name) ?? "",
    optionalText,
    texts: (name) => readTexts(get(name), name, note),
    quantity: (name) => readQuantity(get(name), name, note),
    items: (name) => readItems(get(name), name, note),
  };
}

/** The same object in the domain's names. Built from entries, so a key `__proto__` is a key like any other (K5). */
function inDomainNames(value: unknown, known: readonly string[], note: Note): Record<string, unknown> {
  if (!isRecord(value)) return {};
  const named = Object.entries(value).map(([key, inner]) => {
    const name = key.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
    const ours = aliases.get(name) ?? name;
    return { key, name: known.includes(ours) ? ours : name, inner, alias: aliases.has(name) };
  });
  for (const { key, name } of named) {
    if (!known.includes(name)) note("keys", "unknown_keys_ignored");
    else if (key !== name) note(name, "keys_renamed");
  }
  // A field under its own name wins over the same field under another.
  named.sort((a, b) => Number(b.alias) - Number(a.alias));
  return Object.fromEntries(named.map(({ name, inner }) => [name, inner]));
}

function readText(value: unknown, name: string, note: Note): string | null {
  if (typeof value === "string" || value === null) return value;
  if (typeof value === "number") {
    note(name, "converted");
    return String(value);
  }
  note(name, "wrong_kind_dropped");
  return null;
}

function readQuantity(value: unknown, name: string, note: Note): number | null {
  if (value === null || value === "") return null;
  if (typeof value === "number") return value;
  if (typeof value === "string" && /^\s{0,9}\d{1,9}(?:\.\d{1,9})?\s{0,9}$/.test(value)) {
    note(name, "converted");
    return Number(value);
  }
  note(name, "wrong_kind_dropped");
  return null;
}

/** One text where a list is wanted is a list of one. */
function readTexts(value: unknown, name: string, note: Note): string[] {
  if (typeof value === "string") {
    note(name, "converted");
    return [value];
  }
  return readItems(value, name, note).flatMap((item) => readText(item, name, note) ?? []);
}

function readItems(value: unknown, name: string, note: Note): unknown[] {
  if (Array.isArray(value)) return value;
  if (value !== null) note(name, "wrong_kind_dropped");
  return [];
}
