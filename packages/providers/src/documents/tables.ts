import type { SpecBlock } from "@tessera/core/generation";
import { plainText } from "./inline.ts";
import type { Line } from "./lines.ts";

type Table = Extract<SpecBlock, { kind: "table" }>;

/** A table holds at most this many cells of a row; the rest is not prose that anyone wrote. */
const maximumCells = 64;
const maximumRows = 2_000;

/** Whether a pipe table starts here: a row, and below it a row of dashes. */
export function isPipeTable(lines: readonly Line[], index: number): boolean {
  return (lines[index]?.text.includes("|") ?? false) && isDivider(lines[index + 1]);
}

function isDivider(line: Line | undefined): boolean {
  const text = line?.text.trim().slice(0, 2_000) ?? "";
  return text.includes("-") && text.includes("|") && /^[|:\- ]+$/.test(text);
}

export function readPipeTable(lines: readonly Line[], from: number): { block: Table; next: number } {
  let next = from + 2;
  const rows: string[][] = [];
  while (next < lines.length && lines[next]?.text.includes("|")) {
    if (rows.length < maximumRows) rows.push(cellsOf(lines[next]));
    next += 1;
  }
  return { block: tableOf(lines, from, next, cellsOf(lines[from]), rows), next };
}

/** Whether a grid table of reStructuredText starts here ("+-----+----+"). */
export function isGridTable(line: Line | undefined): boolean {
  const text = line?.text.trim() ?? "";
  return /^\+[-=]/.test(text) && /^[+=-]{5,}$/.test(text.slice(0, 500));
}

export function readGridTable(lines: readonly Line[], from: number): { block: Table; next: number } {
  let next = from;
  const rows: string[][] = [];
  let row: string[] = [];
  while (next < lines.length && /^ *[+|]/.test(lines[next]?.text ?? "")) {
    if (isGridTable(lines[next])) {
      if (row.length > 0 && rows.length < maximumRows) rows.push(row);
      row = [];
    } else row = joinCells(row, cellsOf(lines[next]));
    next += 1;
  }
  return { block: tableOf(lines, from, next, rows[0] ?? [], rows.slice(1)), next };
}

function joinCells(row: readonly string[], cells: readonly string[]): string[] {
  if (row.length === 0) return [...cells];
  return row.map((cell, column) => `${cell} ${cells[column] ?? ""}`.trim());
}

function tableOf(lines: readonly Line[], from: number, next: number, headers: string[], rows: string[][]): Table {
  return { kind: "table", headers, rows, start: lines[from]?.start ?? 0, end: lines[next - 1]?.end ?? 0 };
}

/** Cells between bars that are neither escaped nor inside code. */
function cellsOf(line: Line | undefined): string[] {
  const text = line?.text.trim() ?? "";
  const bars = barsOf(text);
  const cells: string[] = [];
  let start = text.startsWith("|") ? 1 : 0;
  for (const bar of [...bars, text.length]) {
    if (bar < start || cells.length >= maximumCells) continue;
    cells.push(plainText(text.slice(start, bar)));
    start = bar + 1;
  }
  return cells.at(-1) === "" && text.endsWith("|") ? cells.slice(0, -1) : cells;
}

function barsOf(text: string): number[] {
  const bars: number[] = [];
  let code = false;
  for (let index = 0; index < text.length && bars.length <= maximumCells; index += 1) {
    const char = text.charAt(index);
    if (char === "\\") index += 1;
    else if (char === "`") code = !code && text.includes("`", index + 1);
    else if (char === "|" && !code) bars.push(index);
  }
  return bars;
}
