import type { TicketsResult } from "@tessera/core/generation";
import { coveredShare, explainedShare, type Measured, mostInOneTicket, percent } from "./measure.ts";

/** The columns of the report: a heading, and what stands in the row of a file. */
const columns: readonly [string, (row: Measured) => string][] = [
  ["file", (row) => row.name],
  ["tickets", (row) => String(row.result?.tickets.length ?? "none")],
  ["requirements", (row) => String(row.coverage?.totals.requirements ?? "-")],
  ["by ticket", (row) => (row.coverage ? percent(coveredShare(row.coverage)) : "-")],
  ["by reason", (row) => (row.coverage ? percent(explainedShare(row.coverage)) : "-")],
  ["in criteria", (row) => (row.checked ? percent(coveredShare(row.checked)) : "-")],
  ["most in one", (row) => String(row.coverage ? mostInOneTicket(row.coverage) : "-")],
  ["duplicate titles", (row) => String(row.duplicateTitles.length)],
  ["generic titles", (row) => String(row.genericTitles.length)],
  ["weak criteria", (row) => String(row.weakCriteria.length)],
  ["markup", (row) => String(row.residue.length)],
  ["schema", (row) => (row.result && row.schemaFaults.length === 0 ? "valid" : "invalid")],
  ["semantics", (row) => (row.result && row.semanticFaults.length === 0 ? "valid" : "invalid")],
  ["ms", (row) => String(row.durationMs)],
  ["tokens", (row) => String(row.tokens ?? "-")],
  ["USD", (row) => (row.costUsd === null ? "-" : row.costUsd.toFixed(4))],
];

/** A Markdown table with columns as wide as their widest cell, so that it reads well in a terminal too. */
export function renderTable(rows: readonly Measured[]): string {
  const cells = [columns.map(([heading]) => heading), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_column, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  const lines = cells.map((line) => `| ${line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`);
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

/** What was found in one file, each fault on a line of its own; empty where there is none. */
export function renderFaults(row: Measured): string {
  const open = row.coverage?.requirements.filter(({ status }) => status === "not_covered") ?? [];
  const lines = [
    ...row.schemaFaults.map((fault) => `schema: ${fault}`),
    ...row.semanticFaults.map((fault) => `semantics: ${fault}`),
    ...row.duplicateTitles.map((title) => `duplicate title: ${title}`),
    ...row.genericTitles.map((title) => `generic title: ${title}`),
    ...row.weakCriteria.map((criterion) => `weak criterion: ${criterion}`),
    ...row.residue.map((text) => `markup: ${text}`),
    ...open.map(({ id, section, reason }) => `not covered: ${id} (${section}) ${reason}`),
  ];
  return lines.map((line) => `  ${line}\n`).join("");
}

/** The tickets of a result for people to read, epics first as they stand in the result. */
export function renderTickets(result: TicketsResult): string {
  return result.tickets
    .map((ticket) => {
      const indent = ticket.parentExternalId === null ? "" : "    ";
      const facts = [
        ticket.ticketType,
        ticket.priority,
        ticket.storyPoints === null ? null : `${ticket.storyPoints} points`,
        ticket.dependencies.length > 0 ? `after ${ticket.dependencies.join(", ")}` : null,
      ];
      return [
        `${ticket.externalId} ${ticket.title} (${facts.filter((fact) => fact !== null).join(", ")})`,
        ...ticket.description.split("\n").map((line) => `  ${line}`),
        ...ticket.acceptanceCriteria.map((criterion) => `  - ${criterion}`),
      ]
        .map((line) => `${indent}${line}\n`)
        .join("");
    })
    .join("\n");
}
