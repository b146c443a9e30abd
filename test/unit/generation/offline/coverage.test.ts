import { type Draft, draftTickets } from "@tessera/core/generation";
import { createSpecReader } from "@tessera/providers/documents";
import { describe, expect, it } from "vitest";
import { sameText } from "../../../../packages/core/src/generation/offline/grammar/index.ts";
import { defaults, draft, fixtures, requirementsOf, ticketOn } from "./drafting.ts";

const { read } = createSpecReader();

/** Texts of a ticket, in a form that does not depend on marks and case. */
function wordsOf(ticket: { description: string; acceptanceCriteria: string[]; title: string } | undefined): string {
  return sameText(`${ticket?.title} ${ticket?.description} ${ticket?.acceptanceCriteria.join(" ")}`);
}

/** A draft for which a sentence is a requirement, wherever it stands. */
function draftFor(spec: string, sentence: string): Draft {
  const document = read(spec);
  const start = spec.indexOf(sentence);
  const section = document.sections
    .flatMap((top) => [top, ...top.children])
    .find((part) => part.start <= start && start < part.end && part.children.length === 0);
  const requirement = {
    id: "R1",
    kind: "modal" as const,
    section: section?.id ?? "",
    start,
    end: start + sentence.length,
    sha256: "",
  };
  return draftTickets(document, { title: "The plan", options: defaults, requirements: [requirement] });
}

describe("TF-52 every requirement has a ticket or a reason", () => {
  it.each([...fixtures])("%s: at any number of tickets", (_name, spec) => {
    const ids = requirementsOf(spec).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(2);

    for (const maxTicketCount of [1, 3, 5, 12, 50]) {
      for (const ticketCount of [null, maxTicketCount]) {
        const { tickets, notCovered } = draft(spec, { maxTicketCount, ticketCount });
        const covered = tickets.flatMap(({ covers }) => covers);
        const stated = notCovered.map(({ requirement }) => requirement);

        expect([...new Set([...covered, ...stated])].sort()).toEqual([...ids].sort());
        expect(covered.filter((id) => stated.includes(id))).toEqual([]);
        expect(notCovered.every(({ reason }) => reason.length > 20)).toBe(true);
      }
    }
  });

  it("covers 300 numbered requirements with twelve tickets, and says each of them", () => {
    const things = Array.from({ length: 300 }, (_thing, at) => `kind${at}`);
    const spec = `# Importer\n\n## Requirements\n\n${things.map((thing, at) => `${at + 1}. The importer MUST reject files of ${thing}.`).join("\n")}\n`;

    const { tickets, notCovered } = draft(spec);

    expect(tickets).toHaveLength(12);
    expect(notCovered).toEqual([]);
    const told = wordsOf({ title: "", description: tickets.map(wordsOf).join(" "), acceptanceCriteria: [] });
    expect(things.filter((thing) => !told.split(" ").includes(thing))).toEqual([]);
  });

  it("brings a demand without a ticket of its own to the ticket that speaks of it", () => {
    const spec =
      "# Shop\n\n## Requirements\n\n- Buyers can keep items in a wishlist\n- The search must find typing errors\n- Payments must be retried once\n\n## Goals\n\n- The wishlist should be readable for screen readers\n";

    const ticket = ticketOn("wishlist", draft(spec));

    expect(ticket?.covers).toHaveLength(2);
    expect(ticket?.acceptanceCriteria).toContain("The wishlist is readable for screen readers.");
    expect(ticket?.sources.map(({ start, end }) => spec.slice(start, end))).toContain(
      "- The wishlist should be readable for screen readers",
    );
  });

  it.each([
    ["Non-Goals", "The search must not index attachments.", /^Out of scope.*“Non-Goals”/],
    ["Future work", "The search must rank by date.", /^Put off to a later time.*“Future work”/],
    ["Alternatives considered", "Elasticsearch must be operated by us.", /^A rejected.*“Alternatives considered”/],
    ["Glossary", "A term is a word that must be found.", /^A record or reference.*“Glossary”/],
    ["Background", "Our lawyers say that receipts must be kept.", /^Background.*“Background”/],
    ["Open questions", "Should the importer delete its files, and must it log that?", /question/i],
    ["Risks", "The disk must not run full.", /^A risk.*“Risks”/],
  ])("says of a sentence under %s why nothing is built", (heading, sentence, reason) => {
    const spec = `# Search\n\n## Requirements\n\n- The search must answer within one second\n- The index must be rebuilt every night\n- Results must be sorted\n\n## ${heading}\n\n${sentence}\n`;

    const answer = draftFor(spec, sentence);

    expect(answer.notCovered.map(({ reason }) => reason)).toEqual([expect.stringMatching(reason)]);
    expect(answer.tickets.map(wordsOf).join(" ")).not.toContain(sameText(sentence));
  });

  it("finds each row of a table in its own ticket", () => {
    const rows = [
      "US-1 | buyer | to filter orders",
      "US-2 | seller | to print a label with the address of the buyer on it",
      "US-3 | guest | to pay without an account",
      "US-4 | clerk | to refund an order without a call",
    ];
    const spec = `# Shop\n\n## User stories\n\n| ID | As a | I want |\n|----|------|--------|\n${rows.map((row) => `| ${row} |`).join("\n")}\n`;

    const { tickets } = draft(spec, { includeEpics: false });

    expect(tickets.map(({ covers }) => covers)).toEqual([["R1"], ["R2"], ["R3"], ["R4"]]);
  });

  it("names only requirements that its words hold", () => {
    const spec =
      "# Orders\n\n## Requirements\n\nThe API must refuse empty orders. The page must show the total. The mailer must send a receipt.\n\nAdmins must confirm refunds, and exports should be signed.\n";
    const texts = new Map(requirementsOf(spec).map(({ id, start, end }) => [id, sameText(spec.slice(start, end))]));

    const { tickets } = draft(spec, { ticketCount: 5, maxTicketCount: 5, includeEpics: false });

    for (const [id, text] of texts) {
      const told = tickets
        .filter(({ covers }) => covers.includes(id))
        .map(wordsOf)
        .join(" ");
      const asked = text.split(" ").filter((word) => word.length > 4);
      expect(asked.filter((word) => !told.includes(word.slice(0, 4)))).toEqual([]);
    }
  });
});
