import { prosePassages } from "./prose.ts";

/** More people than one message speaks to: whoever names more wants to make noise (RELIABILITY L4). */
const maximumMentions = 50;
const maximumHandleLength = 100;

/** An `@` that no word, address or path stands before. Letters of every script count, so `jörg@example.org` is none. */
const token = /(?<![\p{L}\p{M}\p{N}_@/.])@([A-Za-z0-9][A-Za-z0-9._-]*)/gu;
const wordGoesOn = /^[\p{L}\p{M}\p{N}]/u;

/**
 * Handles that a Markdown text mentions (PX-45): in lower case, each once, in order of appearance, at most 50. Code and
 * e-mail addresses mention nobody.
 */
export function findMentions(markdown: string): string[] {
  const handles = new Set<string>();
  for (const passage of prosePassages(markdown.normalize("NFC"))) {
    for (const match of passage.matchAll(token)) {
      if (handles.size === maximumMentions) return [...handles];
      const handle = handleOf(passage, match.index + 1, match[1] ?? "");
      if (handle) handles.add(handle);
    }
  }
  return [...handles];
}

/** Handles that an edit added: who was mentioned before is not told again (PX-45). */
export function newMentions(before: string, after: string): string[] {
  const known = new Set(findMentions(before));
  return findMentions(after).filter((handle) => !known.has(handle));
}

function handleOf(passage: string, start: number, written: string): string | null {
  // `@josé` is a name that nobody here has, not a mention of "jos".
  const end = start + written.length;
  if (wordGoesOn.test(passage.slice(end, end + 2))) return null;
  let length = written.length;
  while (".-_".includes(written.charAt(length - 1))) length -= 1;
  return length > maximumHandleLength ? null : written.slice(0, length).toLowerCase();
}
