const ticketMark = /\[#(\d{1,10})\]/;
const ticketMarks = /\[#\d{1,10}\]/g;

/** What mail programs of several languages put before the subject of a reply or a forwarded mail, as in `RE[2]: AW:`. */
const replyPrefix = /^\s*(?:re|fwd?|aw|wg|antw|sv|vs|tr|rv)\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[:：]/i;

const maximumSubjectLength = 255;
/** No subject that people write is longer; what is behind it cannot be part of the cleaned one. */
const readLength = 4_000;

/** The number of the ticket that a mail answers: the first `[#42]` of its subject (PX-65). */
export function ticketNumberIn(subject: string): number | null {
  const digits = ticketMark.exec(subject)?.[1];
  const number = Number(digits ?? 0);
  return number > 0 ? number : null;
}

/** The subject of a ticket that a mail opens: without reply prefixes and ticket numbers, at most 255 characters. */
export function cleanSubject(subject: string): string {
  let rest = subject
    .slice(0, readLength)
    .toWellFormed()
    .replace(ticketMarks, " ")
    .replace(/[\s\p{Cc}]+/gu, " ");
  for (let prefix = replyPrefix.exec(rest); prefix; prefix = replyPrefix.exec(rest)) {
    rest = rest.slice(prefix[0].length);
  }
  const characters = [...rest.trim()].slice(0, maximumSubjectLength).join("").trim();
  return characters === "" ? "(no subject)" : characters;
}
