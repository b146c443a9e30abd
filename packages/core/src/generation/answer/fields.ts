import type { Note } from "../changes.ts";
import { isRecord, readItems, readQuantity, readRefs, readText, readTexts, readWords, refIn } from "./values.ts";

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
  ["criteria", "acceptanceCriteria"],
  ["points", "storyPoints"],
  ["parent", "epic"],
]);

/** An object's fields by our names. A field that is missing or of the wrong kind is empty, and a wrong kind is noted. */
export interface Fields {
  value(name: string): unknown;
  text(name: string): string;
  /** Null where there is none. */
  optionalText(name: string): string | null;
  texts(name: string): string[];
  /** One text is a list that commas divide. */
  words(name: string): string[];
  /** Names of tickets, also where each is an object that holds it. */
  refs(name: string): string[];
  optionalRef(name: string): string | null;
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
    words: (name) => readWords(get(name), name, note),
    refs: (name) => readRefs(get(name), name, note),
    optionalRef: (name) => readText(refIn(get(name), name, note), name, note),
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
