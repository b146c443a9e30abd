import { verifyCoverage } from "@tessera/core/generation";
import { createSpecReader } from "@tessera/providers/documents";
import { describe, expect, it } from "vitest";
import { coverageOfTickets, makeResult, makeResultTicket, naming } from "./results.ts";

const spec =
  "# Exports\n\nInvoices must be exported as CSV files. Failed exports must be retried. Old files must be deleted.\n";
const tickets = [
  makeResultTicket({ title: "Export invoices as CSV files", metadata: naming("R1") }),
  makeResultTicket({ title: "Retry failed exports", metadata: naming("R2") }),
];
const coverage = coverageOfTickets(spec, tickets, [{ requirement: "R3", reason: "The spec puts it off." }]);

describe("coverage can be recomputed from the spec and the stored result", () => {
  const document = createSpecReader().read(spec);
  const result = makeResult(tickets);

  it("agrees with what was stored, reasons included, also after a trip through JSON", () => {
    const stored = JSON.parse(JSON.stringify(coverage));

    const same = verifyCoverage({ document, spec, result: JSON.parse(JSON.stringify(result)), coverage: stored });

    expect(same).toBe(true);
  });

  it.each([
    ["another spec", { spec: `${spec} ` }],
    ["a result that lost a ticket", { result: makeResult(tickets.slice(1)) }],
    [
      "a result whose ticket says something else",
      { result: makeResult([makeResultTicket({ metadata: naming("R1") })]) },
    ],
    ["a coverage that claims more", { coverage: claimsMore() }],
  ])("finds %s", (_what, changed) => {
    const same = verifyCoverage({ document, spec, result, coverage, ...changed });

    expect(same).toBe(false);
  });
});

function claimsMore() {
  const requirements = coverage.requirements.map((requirement) => ({
    ...requirement,
    status: "covered" as const,
    by: "reference" as const,
    tickets: ["SPEC-1"],
    reason: null,
  }));
  return { ...coverage, requirements };
}
