import type { TicketsResult } from "@tessera/core/generation";

/** What is left of Markdown, reStructuredText and HTML in a text that goes into a tracker as plain words. */
const residues: readonly [string, RegExp][] = [
  ["emphasis", /\*\*|(?<![\p{L}\p{N}_*])[*_](?=[\p{L}])[^*_\n]{1,80}(?<=[\p{L}.])[*_](?![\p{L}\p{N}_*])/u],
  ["heading mark", /^#{1,6} /m],
  ["link", /\]\(|\]\[|!\[/],
  ["HTML", /<\/?(?:b|i|u|em|strong|code|span|p|br|div|table|tr|td|th|ul|ol|li|a|img|h[1-6]|details|summary)\b[^>]*>/i],
  ["comment", /<!--|-->/],
  ["entity", /&(?:nbsp|amp|lt|gt|quot|#x?[0-9a-f]+);/i],
  ["role", /:[a-z]{2,12}:`|``|`_(?:_)?(?=\W|$)/],
  ["table row", /^\s*\|.*\|\s*$/m],
  ["checkbox", /(?:^|\s)\[[ xX]\](?:\s|$)/],
  ["fence", /^```/m],
];

/** Texts with markup in them, by ticket. Code in single backticks is words. */
export function markupResidue(result: TicketsResult): string[] {
  return result.tickets.flatMap((ticket) => {
    const texts = [ticket.title, ticket.description, ...ticket.acceptanceCriteria];
    return texts.flatMap((text) => {
      const plain = text.replace(/(?<!`)`[^`\n]+`(?!`)/g, "`code`");
      const found = residues.find(([, pattern]) => pattern.test(plain));
      return found ? [`${ticket.externalId} ${found[0]}: ${text.slice(0, 160)}`] : [];
    });
  });
}
