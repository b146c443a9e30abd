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

const things = ["invoice", "parcel", "voucher", "refund", "listing", "address", "receipt", "label", "basket"];
const deeds = ["show", "store", "export", "archive", "reject", "rank"];

/** Names that sections of any product have; some of them also name a kind of section. */
const chapters = [
  "Ordering",
  "Payments",
  "Analytics",
  "Shipping",
  "Security",
  "Search",
  "Migration",
  "Testing",
  "Delivery",
  "Reviews",
];

/** A spec of chapters, each a list of requirements in the form that the caller writes them in. */
export function chapterSpec({
  perChapter,
  write,
}: {
  perChapter: number;
  write: (number: number, sentence: string) => string;
}): string {
  const lines = ["# Marketplace platform", "", "The marketplace platform connects buyers and merchants.", ""];
  for (const [at, chapter] of chapters.entries()) {
    lines.push(`## ${chapter}`, "");
    for (let number = at * perChapter + 1; number <= (at + 1) * perChapter; number += 1) {
      const thing = things[number % things.length];
      const sentence = `The ${chapter.toLowerCase()} service must ${deeds[number % deeds.length]} the ${thing} of kind ${number} within ${number % 60} seconds, and must write what it did, and why, into the journal of region ${number % 13}, also when the upstream does not answer.`;
      lines.push(write(number, sentence));
    }
    lines.push("");
  }
  return lines.join("\n");
}

/** A spec whose requirements are the rows of one table. */
export function tableSpec(rows: number): string {
  const lines = ["# Ledger", "", "## Ledger rules", "", "| Key | Text |", "|-----|------|"];
  for (let row = 1; row <= rows; row += 1) {
    const deed = deeds[row % deeds.length];
    lines.push(`| R-${row} | The ledger must ${deed} the ${things[row % things.length]} of kind ${row}. |`);
  }
  return `${lines.join("\n")}\n`;
}

/** A spec that is one feature file. */
export function featureSpec(scenarios: number): string {
  const lines = ["# Shop", "", "## Behaviour", "", "```gherkin", "Feature: Orders"];
  for (let number = 1; number <= scenarios; number += 1) {
    const thing = things[number % things.length];
    lines.push(
      `  Scenario: ${thing} ${number}`,
      `    Given a merchant of kind ${number}`,
      `    When the merchant opens the ${thing} of order ${number}`,
      `    Then the ${thing} of order ${number} is shown`,
      "",
    );
  }
  return `${[...lines, "```"].join("\n")}\n`;
}
