import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import * as z from "zod";
import { startBackend } from "../../packages/local/src/backend.ts";
import { readLocalConfig } from "../../packages/local/src/config.ts";
import { openDataDir } from "../../packages/local/src/data-dir.ts";
import { applyEnvironment } from "../../packages/local/src/environment.ts";
import { createLocalLog } from "../../packages/local/src/log.ts";
import { bundlingOf } from "../../stacks/bundling.ts";
import { buildFunction, entryFile } from "../bundling/build-function.ts";

/**
 * Cold starts in fresh processes: our API, which holds the whole product's routes, against a plain Express application
 * that does two of them. Both bundled with the same options, in one run, turn by turn, on the same table and queue.
 */
const root = join(import.meta.dirname, "../..");
const rounds = Number(process.argv[2] ?? 15);
const key = "tsk_bench_0123456789abcdefghijkl";

const Run = z.object({
  importMs: z.number(),
  importCpuMs: z.number(),
  firstCpuMs: z.number(),
  first: z.object({ status: z.number(), tookMs: z.number() }),
  second: z.object({ status: z.number(), tookMs: z.number() }),
  rssMb: z.number(),
});
type Run = z.infer<typeof Run>;

interface Contender {
  name: string;
  handler: string;
  folder: string;
  bytes: number;
  loadedBytes: number;
  runs: Run[];
}

const folder = mkdtempSync(join(tmpdir(), "tessera-cold-"));
const config = readLocalConfig({ TESSERA_DATA_DIR: join(folder, "data"), TESSERA_LOCAL_WORKERS: "0" });
const backend = await startBackend({
  config,
  dataDir: openDataDir(config.TESSERA_DATA_DIR),
  log: createLocalLog(() => {}),
});
try {
  await makeKey();
  const contenders = [
    await bundle("Tessera API", "functions/api.handler"),
    await bundle("Express + serverless-http", "scripts/bench-cold/express-app.handler"),
  ];
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) contender.runs.push(await startOnce(contender, round));
  }
  console.log(table(contenders));
} finally {
  await backend.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function makeKey(): Promise<void> {
  applyEnvironment({ ...backend.env, TESSERA_LOG_LEVEL: "SILENT" });
  const [{ runtime }, { bootstrapAccess }] = await Promise.all([
    import("../../functions/lib/runtime.ts"),
    import("@tessera/core/access"),
  ]);
  await bootstrapAccess(runtime.systemContext("bootstrap"), { fixedKey: key });
}

async function bundle(name: string, handler: string): Promise<Contender> {
  const outdir = join(folder, name.replaceAll(/\W+/g, "-"));
  const built = await buildFunction({
    root,
    handler,
    outdir,
    bundling: bundlingOf(["workflow", "formats", "models", "platforms"]),
  });
  if (built.errors.length > 0) throw new Error(built.errors.join("\n"));
  // Where the stacks copy the files of /docs to: the API looks there first.
  mkdirSync(join(outdir, "assets"));
  return { name, handler, folder: outdir, bytes: built.bytes, loadedBytes: built.loadedBytes, runs: [] };
}

async function startOnce(contender: Contender, round: number): Promise<Run> {
  const events = join(folder, "events.json");
  writeFileSync(events, JSON.stringify([submitEvent(`cold-${contender.folder}-${round}`), statusEvent()]));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, "start-once.ts"), join(contender.folder, entryFile), events],
    {
      env: process.env,
    },
  );
  const run = Run.parse(JSON.parse(stdout));
  if (run.first.status !== 202 || run.second.status !== 404) throw new Error(`Unexpected answers: ${stdout}`);
  return run;
}

function submitEvent(idempotencyKey: string): object {
  const spec = readFileSync(join(root, "test/fixtures/specs/prd-team-invitations.md"), "utf8");
  const body = { schema_version: "tickets.input.v1", idempotency_key: idempotencyKey, title: "Cold", spec };
  return event("POST", "/tickets/v1/jobs", JSON.stringify(body));
}

/** A job that is not there: reads the key and the row, and nothing else. */
function statusEvent(): object {
  return event("GET", "/tickets/v1/jobs/00000000-0000-4000-8000-000000000000");
}

function event(method: string, path: string, body?: string): object {
  const domainName = "bench.lambda-url.eu-central-1.on.aws";
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: "",
    headers: { host: domainName, authorization: `Bearer ${key}`, "content-type": "application/json" },
    requestContext: { domainName, http: { method, path, protocol: "HTTP/1.1", sourceIp: "198.51.100.7" } },
    isBase64Encoded: false,
    ...(body !== undefined && { body }),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function zippedBytes({ folder }: Contender): number {
  const files = readdirSync(folder).filter((file) => file.endsWith(".mjs"));
  return files.reduce((bytes, file) => bytes + gzipSync(readFileSync(join(folder, file))).length, 0);
}

function table(contenders: readonly Contender[]): string {
  const of = ({ runs }: Contender, value: (run: Run) => number) => median(runs.map(value)).toFixed(1);
  const rows = contenders.map((contender) => [
    contender.name,
    `${(contender.loadedBytes / 1_024).toFixed(0)} KB`,
    `${(contender.bytes / 1_024).toFixed(0)} KB`,
    `${(zippedBytes(contender) / 1_024).toFixed(0)} KB`,
    `${of(contender, ({ importMs }) => importMs)} ms`,
    `${of(contender, ({ first }) => first.tookMs)} ms`,
    `${of(contender, ({ importMs, first }) => importMs + first.tookMs)} ms`,
    `${of(contender, ({ importCpuMs }) => importCpuMs)} ms`,
    `${of(contender, ({ firstCpuMs }) => firstCpuMs)} ms`,
    `${of(contender, ({ second }) => second.tookMs)} ms`,
    `${of(contender, ({ rssMb }) => rssMb)} MB`,
  ]);
  const head = [
    "bundle",
    "loaded",
    "all",
    "all, gzip",
    "load",
    "first submit",
    "load + first submit",
    "CPU of load",
    "CPU of load + first submit",
    "first status",
    "memory",
  ];
  const lines = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
  const where = `Node ${process.version}, ${cpus().length} cores, ${rounds} fresh processes each, medians`;
  return `${where}\n\n${lines.join("\n")}`;
}
