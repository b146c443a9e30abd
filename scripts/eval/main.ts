import { readSpecFiles, type SpecFile } from "./files.ts";
import { generateWith } from "./generate.ts";
import { measure, missesOf } from "./measure.ts";
import { type EvalOptions, readEvalOptions, usage } from "./options.ts";
import { renderFaults, renderTable, renderTickets } from "./render.ts";
import type { Run } from "./report.ts";
import { writeReport } from "./report.ts";

/** `npm run eval`: measures what the generator makes of specs. Exit code 1 where one of them misses the bar. */
try {
  const options = readEvalOptions(process.argv.slice(2));
  if (options === null) console.log(usage);
  else process.exitCode = (await evaluate(options)) ? 0 : 1;
} catch (cause) {
  console.error(`eval: ${cause instanceof Error ? cause.message : String(cause)}`);
  process.exitCode = 1;
}

async function evaluate(wanted: EvalOptions): Promise<boolean> {
  const { LLM_PROVIDER: configured = "" } = process.env;
  if (configured !== "" && configured !== wanted.provider) {
    console.error(`eval: ${wanted.provider} writes, not LLM_PROVIDER=${configured}: --provider chooses the model`);
  }
  const files = readSpecFiles(wanted.paths);
  const runs: Run[] = [];
  for (const generation of wanted.runs) runs.push(await evaluateOnce(wanted, files, generation));
  if (wanted.out !== null) writeReport(wanted.out, wanted, runs);
  return runs.every(({ rows }) => rows.every((row) => missesOf(row).length === 0));
}

async function evaluateOnce(wanted: EvalOptions, files: readonly SpecFile[], generation: Run["options"]): Promise<Run> {
  const rows: Run["rows"] = [];
  for (const file of files) {
    const generated = await generateWith({ ...file, ...wanted, options: generation });
    const row = measure(file, generated, generation);
    console.log(`${file.name}\n${renderFaults(row)}`);
    if (wanted.print && row.result) console.log(renderTickets(row.result));
    rows.push(row);
  }
  console.log(`At most ${generation.maxTicketCount} tickets\n${renderTable(rows)}\n`);
  return { options: generation, rows };
}
