const marker = /^\(?(?:dependent on|depends on|blocked by|after|requires|needs) [^):]{1,40}[):]+\s*:?\s*/i;
/** "UTF-8 must be used" begins with no number of its own. */
const identifier = /^(?:[A-Z]{1,5}-?\d+(?:\.\d+)*[:.)]|\d+(?:\.\d+)+[:.)]?)\s+/;

/** The item without its number and without what it waits for: "(Dependent on 3): Add ..." -> "Add ...". */
export function ownWords(text: string): string {
  return text
    .replace(marker, "")
    .replace(identifier, "")
    .replace(/^any other /i, "");
}
