/** Longer lines are nobody's quote mark; rules look no further, so a line of a megabyte costs nothing (K10). */
const maximumMarkLength = 300;

/** Who wrote what is quoted below, and when: `On Mon, 2 Mar 2026 at 10:00, Ann <ann@example.org> wrote:`. */
const attributions = [
  /^(?:On|El|Le|Am|Il|Op) .*(?:wrote|escribió|a écrit|schrieb|ha scritto|schreef)(?: .{0,150})?\s?:$/,
  /^\d{4}-\d{2}-\d{2} .*(?:wrote|schrieb|a écrit|escribió)\s?:$/,
];

/** A mail program may break it into so many lines. */
const attributionLines = 4;

const originalMessage =
  /^[-_]{3,}\s*(?:Original Message|Original Appointment|Ursprüngliche Nachricht|Message d['’]origine|Message original|Mensaje original)\s*[-_]{3,}$/i;

/** Outlook repeats the headers of the mail that it quotes, in the language of its user. */
const headerNames = {
  from: /^\*?(?:From|Von|De|Da)\s?:/i,
  others: [
    /^\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el)?|Fecha)\s?:/i,
    /^\*?(?:To|An|À|Para)\s?:/i,
    /^\*?(?:Subject|Betreff|Objet|Asunto)\s?:/i,
  ],
};
const headerLines = 7;

/** The line behind the attribution that begins here, or null where none does. */
export function endOfAttribution(lines: readonly string[], start: number): number | null {
  let joined = "";
  for (let index = start; index < start + attributionLines; index += 1) {
    const line = lines[index]?.trim() ?? "";
    if (line === "" || joined.length + line.length > maximumMarkLength) return null;
    joined = joined === "" ? line : `${joined} ${line}`;
    // Without a date it may be a sentence: "On reflection, our manager wrote:".
    if (attributions.some((form) => form.test(joined)) && /\d/.test(joined)) return index + 1;
  }
  return null;
}

/** Whether the mail that is answered begins here, marked by a line or by a block of its headers. */
export function isHistoryStart(lines: readonly string[], index: number): boolean {
  const line = markAt(lines, index);
  if (originalMessage.test(line)) return true;
  const first = /^_{10,}$/.test(line) ? index + 1 : index;
  if (!headerNames.from.test(markAt(lines, first))) return false;
  const block = Array.from({ length: headerLines }, (_, offset) => markAt(lines, first + 1 + offset));
  // A forwarded mail has the same headers, and is what its sender wants us to read.
  if (isForwarded(lines, first)) return false;
  return headerNames.others.every((form) => block.some((header) => form.test(header)));
}

function isForwarded(lines: readonly string[], index: number): boolean {
  const above = [1, 2].map((offset) => markAt(lines, index - offset));
  return above.some((line) =>
    /forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado/i.test(line),
  );
}

function markAt(lines: readonly string[], index: number): string {
  const line = lines[index] ?? "";
  return line.length > maximumMarkLength ? "" : line.trim();
}
