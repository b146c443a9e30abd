import { createHash } from "node:crypto";
import { Coverage, coverageOf, unexplained, unread } from "@tessera/core/generation";
import { describe, expect, it } from "vitest";
import { requirementsOf } from "./found.ts";
import { citing, coverageOfTickets, fatesOf, makeResult, makeResultTicket, naming } from "./results.ts";

const spec = [
  "# Exports",
  "",
  "- REQ-1: Invoices must be exported as CSV files every night.",
  "- REQ-2: Failed exports must be retried three times within an hour.",
  "- REQ-3: Administrators must be alerted by mail when a retry fails.",
  "- REQ-4: Exported files must be encrypted with the customer's public key.",
].join("\n");

const exportInvoices = makeResultTicket({
  title: "Export invoices as CSV",
  description: "A nightly job writes the files.",
  acceptanceCriteria: ["Invoices are exported as CSV files every night."],
});

describe("coverage by reference", () => {
  it("covers a requirement that a ticket names and speaks of", () => {
    const coverage = coverageOfTickets(spec, [{ ...exportInvoices, metadata: naming("R1") }]);

    expect(fatesOf(coverage)[0]).toBe("SPEC-1 by reference");
  });

  it("covers a paraphrase where the ticket names the requirement, and not where it does not", () => {
    const paraphrase = makeResultTicket({
      title: "Repeat failed exports",
      acceptanceCriteria: ["An export that failed runs again at most three times."],
    });

    const named = coverageOfTickets(spec, [{ ...paraphrase, metadata: naming("R2") }]);
    const unnamed = coverageOfTickets(spec, [paraphrase]);

    expect(fatesOf(named)[1]).toBe("SPEC-1 by reference");
    expect(fatesOf(unnamed)[1]).toBe(unexplained);
  });

  // An obedient model may list every id on one ticket.
  it("does not believe a ticket that names every requirement and speaks of one", () => {
    const coverage = coverageOfTickets(spec, [{ ...exportInvoices, metadata: naming("R1", "R2", "R3", "R4", "R99") }]);

    expect(fatesOf(coverage)).toEqual(["SPEC-1 by reference", unexplained, unexplained, unexplained]);
  });

  it("covers, of a whole section that a ticket cites, only what the ticket speaks of", () => {
    const coverage = coverageOfTickets(spec, [{ ...exportInvoices, metadata: citing(spec) }]);

    expect(fatesOf(coverage)).toEqual(["SPEC-1 by reference", unexplained, unexplained, unexplained]);
  });

  it("is not fooled by words that lie scattered over a long description", () => {
    const scattered = makeResultTicket({
      title: "Improve the console",
      description:
        "Administrators like the console. The colour is mild. Mail is old. It comes to a retry of the survey. The build fails rarely. Everybody was alerted to that.",
      metadata: naming("R3"),
    });

    const coverage = coverageOfTickets(spec, [scattered]);

    expect(fatesOf(coverage)[2]).toBe(unexplained);
  });

  it("finds the one passage that says it among many that share a word with it", () => {
    const others = ["A retry is cheap.", "Mail is old.", "Administrators sleep.", "Nobody was alerted."];
    const ticket = makeResultTicket({
      title: "Improve the console",
      description: others.join(" "),
      acceptanceCriteria: ["One fails.", "Administrators are alerted by mail when a retry fails.", "A mail is sent."],
      metadata: naming("R3"),
    });

    const coverage = coverageOfTickets(spec, [ticket]);

    expect(fatesOf(coverage)[2]).toBe("SPEC-1 by reference");
  });

  it("lists every ticket that covers a requirement, in the order of the result", () => {
    const both = [exportInvoices, { ...exportInvoices, title: "Write invoices as CSV files" }];

    const coverage = coverageOfTickets(
      spec,
      both.map((ticket) => ({ ...ticket, metadata: naming("R1") })),
    );

    expect(fatesOf(coverage)[0]).toBe("SPEC-1 SPEC-2 by reference");
  });

  it("reads no reference of another form", () => {
    const metadata = { source_refs: [{ requirement: 1 }, "R1", null] };

    const coverage = coverageOfTickets(spec, [makeResultTicket({ metadata })]);

    expect(coverage.totals.covered).toBe(0);
  });
});

describe("coverage by an epic", () => {
  const epic = { ...exportInvoices, ticketType: "epic" as const, metadata: naming("R1") };

  it("does not count while the epic has tickets, for these must speak of it", () => {
    const coverage = coverageOfTickets(spec, [epic, makeResultTicket({ parentExternalId: "SPEC-1" })]);

    expect(fatesOf(coverage)[0]).toBe(unexplained);
  });

  it("counts where the epic has none and names the requirement", () => {
    const named = coverageOfTickets(spec, [epic]);
    const cited = coverageOfTickets(spec, [{ ...epic, metadata: citing(spec) }]);

    expect(fatesOf(named)[0]).toBe("SPEC-1 by reference");
    expect(fatesOf(cited)[0]).toBe(unexplained);
  });
});

describe("coverage by text", () => {
  it("covers what a ticket says nearly word for word without any reference", () => {
    const coverage = coverageOfTickets(spec, [exportInvoices]);

    expect(fatesOf(coverage)).toEqual(["SPEC-1 by text", unexplained, unexplained, unexplained]);
  });

  it("needs three words at least, for two may stand together by chance", () => {
    const short = "# Quality\n\nThe site should balance:\n\n- Brand identity\n";
    const ticket = makeResultTicket({ title: "Draw the brand identity" });

    const coverage = coverageOfTickets(short, [ticket]);
    const cited = coverageOfTickets(short, [{ ...ticket, metadata: citing(short) }]);

    expect(fatesOf(coverage)).toEqual([unexplained]);
    expect(fatesOf(cited)).toEqual(["SPEC-1 by reference"]);
  });

  it("is not fooled by the words that all requirements share", () => {
    const things = ["latency", "colour", "weight", "height", "depth", "price", "torque", "volume"];
    const shared = things.map((thing) => `- The billing console must show the measured ${thing}.`);
    const ticket = makeResultTicket({ title: "Let the billing console show the measured latency" });

    const coverage = coverageOfTickets(`# Console\n\n${shared.join("\n")}\n`, [ticket]);

    expect(coverage.requirements.filter(({ by }) => by === "text").map(({ id }) => id)).toEqual(["R1"]);
  });

  it("reads Chinese and Japanese", () => {
    const chinese = "# 导出\n\n系统必须每天晚上导出发票文件。系统必须加密客户文件。";
    const ticket = makeResultTicket({ title: "导出发票", acceptanceCriteria: ["系统每天晚上导出发票文件。"] });

    const coverage = coverageOfTickets(chinese, [ticket]);

    expect(fatesOf(coverage)).toEqual(["SPEC-1 by text", unexplained]);
  });
});

describe("coverage between two languages", () => {
  const german =
    "# Exporte\n\nDer Dienst muss die Rechnungen in der Nacht speichern und für die Buchhaltung bereitstellen. Die Dateien müssen für den Kunden verschlüsselt werden und das Protokoll ist nicht öffentlich.";
  const english = makeResultTicket({
    title: "Store the invoices of the day",
    description: "The job runs at night and the files that it writes are kept for the bookkeeper of the company.",
    acceptanceCriteria: ["The invoices of the day are in the store"],
  });

  it("trusts as many names as the ticket has criteria, for words prove nothing there", () => {
    const coverage = coverageOfTickets(german, [{ ...english, metadata: naming("R1", "R2") }]);

    expect(fatesOf(coverage)).toEqual(["SPEC-1 by reference", unexplained]);
  });

  it("trusts no range", () => {
    const coverage = coverageOfTickets(german, [{ ...english, metadata: citing(german) }]);

    expect(coverage.totals.covered).toBe(0);
  });
});

describe("coverage of what no ticket covers", () => {
  it("gives the generator's reason, or says that there is none", () => {
    const coverage = coverageOfTickets(
      spec,
      [{ ...exportInvoices, metadata: naming("R1") }],
      [
        { requirement: "R1", reason: "Covered all the same." },
        { requirement: "R2", reason: "The spec decides against it." },
        { requirement: "R3", reason: "  " },
        { requirement: "R77", reason: "Unknown." },
      ],
    );

    expect(fatesOf(coverage)).toEqual([
      "SPEC-1 by reference",
      "The spec decides against it.",
      unexplained,
      unexplained,
    ]);
    expect(coverage.totals).toEqual({
      requirements: 4,
      covered: 1,
      byReference: 1,
      byText: 0,
      withReason: 1,
      withoutReason: 2,
    });
  });

  it("holds what is needed to check it later: the spec's hash, and each range with its own", () => {
    const coverage = coverageOfTickets(spec, []);

    expect(coverage.specSha256).toBe(createHash("sha256").update(spec).digest("hex"));
    expect(coverage.limited).toBe(false);
    for (const { start, end, sha256 } of coverage.requirements) {
      expect(createHash("sha256").update(spec.slice(start, end)).digest("hex")).toBe(sha256);
    }
    expect(Coverage.parse(JSON.parse(JSON.stringify(coverage)))).toEqual(coverage);
  });

  it("is empty for a spec that asks for nothing", () => {
    const coverage = coverageOf({ requirements: requirementsOf(""), result: makeResult([]), spec: "", notCovered: [] });

    expect(coverage.requirements).toEqual([]);
    expect(coverage.totals.requirements).toBe(0);
  });
});

describe("coverage of a ticket that is too long to be read whole", () => {
  const spec = "# Exports\n\n- R-1: Invoices must be exported as CSV files.\n- R-2: Failed exports must be retried.\n";
  const filler = "Nothing is said here.\n".repeat(4_000);
  const long = (rest: string, metadata = naming("R1")) =>
    coverageOfTickets(spec, [makeResultTicket({ description: `${filler}${rest}`, metadata })]);

  it("finds a requirement that it names and whose sentence it holds, wherever that stands", () => {
    expect(fatesOf(long("R-1: Invoices must be\n**exported** as CSV files."))[0]).toBe("SPEC-1 by reference");
    expect(fatesOf(long("Invoices must be exported as CSV files."))[0]).toBe("SPEC-1 by reference");
  });

  it("says of the others that it was not read, and not that it says nothing", () => {
    const coverage = long("Failed exports must be retried.");

    expect(fatesOf(coverage)).toEqual([unread, unread]);
    expect(coverage.totals).toMatchObject({ withReason: 0, withoutReason: 2 });
  });
});
