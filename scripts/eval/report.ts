import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { GenerationOptions } from "@tessera/core/generation";
import { type Measured, missesOf } from "./measure.ts";
import type { EvalOptions } from "./options.ts";
import { renderTable } from "./render.ts";

export interface Run {
  options: GenerationOptions;
  rows: Measured[];
}

/** What stands below this line in a report is written by people, and kept. */
const handMark = "<!-- Written by hand from here on: `npm run eval -- --out` keeps it. -->";

/** Writes the measured half of the report, and leaves what people wrote about it. */
export function writeReport(path: string, options: EvalOptions, runs: readonly Run[]): void {
  const old = existsSync(path) ? readFileSync(path, "utf8") : "";
  const kept = old.includes(handMark) ? old.slice(old.indexOf(handMark)) : `${handMark}\n`;
  writeFileSync(path, `${[...headOf(options), ...runs.flatMap(sectionOf)].join("\n")}\n${kept}`);
}

function headOf({ provider, model, runs }: EvalOptions): string[] {
  const maxima = runs.map(({ maxTicketCount }) => maxTicketCount).join(",");
  const writer = provider === "offline" ? "the offline rules" : `${provider}${model === null ? "" : ` ${model}`}`;
  const choice = provider === "offline" ? "" : ` --provider ${provider}${model === null ? "" : ` --model ${model}`}`;
  return [
    "# Evaluation",
    "",
    `Measured on ${new Date().toISOString().slice(0, 10)} at version ${versionOf()}, Node ${process.version}, written by ${writer}.`,
    "",
    "```sh",
    `npm run eval -- ../shared/specs --max ${maxima}${choice} --out docs/EVALUATION.md`,
    "```",
    "",
    "Each spec goes through the stages of a real job. `--print` shows the tickets too; without `--out` the faults that are",
    "counted here are listed one by one. Times are of a shared machine with two cores.",
    "",
  ];
}

function sectionOf({ options, rows }: Run): string[] {
  const misses = rows.flatMap((row) => missesOf(row).map((miss) => `- ${row.name}: ${miss}`));
  return [
    `## At most ${options.maxTicketCount} tickets`,
    "",
    renderTable(rows),
    "",
    misses.length === 0 ? "Every file meets the bar." : `Misses of the bar:\n\n${misses.join("\n")}`,
    "",
  ];
}

/** The package's version and the commit; `dirty` where the checkout has changes of its own. */
function versionOf(): string {
  const file: { version?: string } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return `${file.version} (${commit()})`;
}

function commit(): string {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "no commit known";
  }
}
