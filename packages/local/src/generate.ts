import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type GenerateOptions, readGenerateOptions, usage } from "./generate/options.ts";
import { stageProgress } from "./generate/progress.ts";
import { renderTree } from "./generate/render-tree.ts";
import { readRequest } from "./generate/request.ts";
import { TicketsResult } from "./generate/result.ts";
import type { Writer } from "./generate/tickets-client.ts";
import { StartError } from "./start-error.ts";

const widestLine = 100;
const dataFolder = mkdtempSync(join(tmpdir(), "tessera-generate-"));
process.on("exit", () => rmSync(dataFolder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

try {
  const options = readGenerateOptions(process.argv.slice(2));
  const output = options ? await generate(options) : usage;
  process.stdout.write(output, () => process.exit(0));
} catch (cause) {
  process.stderr.write(`generate: ${cause instanceof StartError ? cause.message : String(cause)}\n`);
  process.exit(1);
}

/** Runs the main job on a file without a running server. Answers what to print. */
async function generate(options: GenerateOptions): Promise<string> {
  const request = readRequest(options);
  process.stderr.write(`Generating tickets from ${options.file}\n`);
  const onStage = stageProgress((line) => process.stderr.write(line));
  // The whole product, loaded only now: help and mistakes are answered at once.
  const { runJob } = await import("./generate/run-job.ts");
  const result = await runJob(request, { dataFolder, onStage, onWritten: tellWriter });
  if (options.json) return `${JSON.stringify(result, null, 2)}\n`;
  return renderTree(TicketsResult.parse(result), Math.min(process.stdout.columns ?? 80, widestLine));
}

/** Whoever asked for a model must see where another has written (AU-11). */
function tellWriter({ name, warning }: Writer): void {
  if (warning !== null) process.stderr.write(`Warning: ${warning}\n`);
  process.stderr.write(`Written by ${name}\n`);
}
