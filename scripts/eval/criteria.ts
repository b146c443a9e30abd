import type { TicketsResult } from "@tessera/core/generation";

/** Criteria that nobody can check: copied from another ticket, the title again, or no sentence. */
export function weakCriteria(result: TicketsResult): string[] {
  const owners = new Map<string, string>();
  return result.tickets.flatMap((ticket) =>
    ticket.acceptanceCriteria.flatMap((criterion) => {
      const fault = faultOf(criterion, ticket, owners);
      owners.set(keyOf(criterion), ticket.externalId);
      return fault ? [`${ticket.externalId} ${fault}: ${criterion}`] : [];
    }),
  );
}

type Ticket = TicketsResult["tickets"][number];

function faultOf(criterion: string, ticket: Ticket, owners: ReadonlyMap<string, string>): string | null {
  const key = keyOf(criterion);
  const owner = owners.get(key);
  if (owner !== undefined && owner !== ticket.externalId) return `copies ${owner}`;
  if (key === keyOf(ticket.title)) return "repeats the title";
  if (phrases.test(criterion)) return "would fit any ticket";
  return isSentence(criterion) ? null : "is no sentence";
}

function keyOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

const phrases =
  /^(?:an automated test or a demo shows|it works\b|the (?:feature|change|work|ticket) is (?:done|implemented|complete))/i;

/** At least three words (or as many signs of Chinese or Japanese), no colon or open word at the end. */
function isSentence(text: string): boolean {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const signs = text.match(/[\u3040-\u30ff\u4e00-\u9fff]/gu) ?? [];
  if (words.length < 3 && signs.length < 5) return false;
  // "when a guest signs in" ends with its verb.
  const ending = text.trim().replace(/\b((?:sign|log|opt|check)(?:s|ed)?) (?:in|on)(?=\.?$)/i, "$1");
  return !/(?::|,|\s(?:and|or|the|a|an|of|to|for|with|by|in|on|that|which|is|are|as))[.…]?$/i.test(ending);
}
