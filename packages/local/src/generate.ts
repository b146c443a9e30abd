import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { createSpecReader } from "@tessera/providers/documents";
import { type GenerateOptions, readGenerateOptions, usage } from "./generate/options.ts";
import { stageProgress } from "./generate/progress.ts";
import { renderTree } from "./generate/render-tree.ts";
import { TicketsResult } from "./generate/result.ts";
import { readSpecFile, tooLarge } from "./generate/spec-file.ts";
import { ticketsClient } from "./generate/tickets-client.ts";
import { startLocal } from "./index.ts";
import { StartError } from "./start-error.ts";

const defaultMaxBodyBytes = 256 * 1_024;
const widestLine = 100;
/** The surface's own default for the most tickets; a larger count raises it. */
const defaultMaxTickets = 12;

const dataFolder = mkdtempSync(join(tmpdir(), "tessera-generate-"));
process.on("exit", () => rmSync(dataFolder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

try {
  const options = readGenerateOptions(process.argv.slice(2));
  process.stdout.write(options ? await generate(options) : usage);
  process.exit(0);
} catch (cause) {
  process.stderr.write(`generate: ${cause instanceof StartError ? cause.message : String(cause)}\n`);
  process.exit(1);
}

/** Runs the main job on a file, through the same pipeline as a server's. Answers what to print. */
async function generate(options: GenerateOptions): Promise<string> {
  const maxBytes = Number(process.env.TICKETS_MAX_BODY_BYTES || defaultMaxBodyBytes);
  const spec = readSpecFile(options.file, maxBytes);
  const request = requestOf(options, spec);
  if (Buffer.byteLength(JSON.stringify(request)) > maxBytes) throw tooLarge(options.file, maxBytes);

  process.stderr.write(`Generating tickets from ${options.file}\n`);
  const result = await runJob(request);
  if (options.json) return `${JSON.stringify(result, null, 2)}\n`;
  return renderTree(TicketsResult.parse(result), Math.min(process.stdout.columns ?? 80, widestLine));
}

async function runJob(request: object): Promise<unknown> {
  const local = await startLocal({ env: { ...process.env, ...ownEnvironment } });
  try {
    const client = ticketsClient({ url: local.url, key: local.bootstrapKey ?? "" });
    const jobId = await client.submit(request);
    await client.untilCompleted(
      jobId,
      stageProgress((line) => process.stderr.write(line)),
    );
    return await client.result(jobId);
  } finally {
    await local.stop();
  }
}

/** A product of its own for this one job: nothing of a running server or of its data is touched. */
const ownEnvironment = {
  HOST: "127.0.0.1",
  PORT: "0",
  COMPAT_PORTS: "0",
  TESSERA_DATA_DIR: dataFolder,
  TESSERA_TABLE: "tessera",
  TESSERA_BOOTSTRAP_KEY: undefined,
  TESSERA_LOG_LEVEL: "SILENT",
  TICKETS_READS_PER_MINUTE: "1000000",
};

function requestOf({ file, title, count, detail }: GenerateOptions, spec: string): object {
  return {
    schema_version: "tickets.input.v1",
    idempotency_key: randomUUID(),
    title: title ?? createSpecReader().read(spec).title ?? basename(file, extname(file)),
    spec,
    options: {
      output_detail: detail,
      ...(count !== null && { ticket_count: count, max_ticket_count: Math.max(count, defaultMaxTickets) }),
    },
  };
}
