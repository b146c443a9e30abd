/** A spec of sections with numbered requirements, each with a sentence around it: as long as wanted, the same each time. */
export function numberedSpec({ sections, perSection }: { sections: number; perSection: number }): string {
  const lines = ["# The exporter", "", "It moves orders from the shop to the warehouse.", ""];
  for (let section = 1; section <= sections; section += 1) {
    lines.push(`## Area ${section}`, "", `Area ${section} is used by ${section * 7} people every day.`, "");
    for (let item = 1; item <= perSection; item += 1) {
      const number = (section - 1) * perSection + item;
      lines.push(
        `- REQ-${number}: The ${nouns[number % nouns.length]} of area ${section} must ${verbs[number % verbs.length]} order ${number} within ${number % 60} seconds of its arrival, also when the warehouse of region ${number % 13} does not answer, and must write what it did, and why, into the journal of area ${section}.`,
      );
    }
    lines.push("");
  }
  return lines.join("\n");
}

const nouns = ["exporter", "scheduler", "journal", "importer", "mailer", "archive", "console"];
const verbs = ["send", "store", "repeat", "cancel", "print"];
