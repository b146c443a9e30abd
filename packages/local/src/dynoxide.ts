import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

export interface Dynoxide {
  endpoint: string;
  pid: number;
  stop(): Promise<void>;
}

const startLimitMs = 15_000;
const pollMs = 20;
const stopGraceMs = 3_000;

/** Another process may take a port between finding it free and using it. */
const portAttempts = 3;

/** Enough for a stream reader that was down to catch up; also keeps the sequence numbers going on. */
const keptStreamRecords = 5_000;

/**
 * Kills the database when the pipe from its parent closes, so that it dies with its parent, also on kill -9 (A17).
 * `exec` keeps the process id: what is spawned is the database itself.
 */
const dieWithParent = '(read -r _ <&3; kill -KILL $$) 2>/dev/null & exec "$0" "$@"';

/** Starts the local DynamoDB engine on a free loopback port; `dataFile` null keeps everything in memory. */
export async function startDynoxide(options: { dataFile: string | null }): Promise<Dynoxide> {
  const { dataFile } = options;
  const binary = binaryPath();
  if (dataFile !== null && existsSync(dataFile)) pruneStream(dataFile);

  for (let attempt = 1; ; attempt += 1) {
    const server = launch(binary, await freePort(), dataFile);
    try {
      await untilHealthy(server);
      if (dataFile !== null) indexStream(dataFile);
      return { endpoint: server.endpoint, pid: server.pid, stop: server.stop };
    } catch (cause) {
      await server.stop();
      if (attempt === portAttempts) throw cause;
    }
  }
}

function binaryPath(): string {
  const packageName = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), "dynoxide");
  } catch (cause) {
    const message = `${packageName} is not installed: set AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB-compatible engine`;
    throw new Error(message, { cause });
  }
}

interface Server extends Dynoxide {
  child: ChildProcess;
  /** What the engine wrote, for the message when it does not come up. */
  output(): string;
}

function launch(binary: string, port: number, dataFile: string | null): Server {
  const serve = ["serve", "--host", "127.0.0.1", "--port", String(port)];
  const database = dataFile === null ? [] : ["--db-path", dataFile];
  // A process group of its own: Ctrl-C reaches the parent alone, which stops the database last.
  const child = spawn("/bin/sh", ["-c", dieWithParent, binary, ...serve, ...database], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-2_000);
    });
  }
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    child,
    output: () => output,
    stop: () => terminate(child, gone),
  };
}

async function terminate(child: ChildProcess, gone: Promise<void>): Promise<void> {
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), stopGraceMs);
  if (child.pid !== undefined) await gone;
  clearTimeout(force);
  for (const stream of child.stdio) stream?.destroy();
}

async function untilHealthy(server: Server): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  while (Date.now() < deadline) {
    const { exitCode, signalCode, pid } = server.child;
    if (pid === undefined || exitCode !== null || signalCode !== null) break;
    if (await isHealthy(server.endpoint)) return;
    await sleep(pollMs);
  }
  throw new Error(`dynoxide did not start: ${server.output().trim() || "no output"}`);
}

async function isHealthy(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(endpoint, { signal: AbortSignal.timeout(1_000) });
    const text = await response.text();
    return response.ok && text.startsWith("healthy");
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = address !== null && typeof address === "object" ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** dynoxide keeps every stream record for ever; DynamoDB keeps 24 hours of them. */
function pruneStream(dataFile: string): void {
  withDatabase(dataFile, (database) => {
    const table = database.prepare("SELECT 1 FROM sqlite_master WHERE name = '_stream_records'").get();
    if (!table) return;
    database
      .prepare("DELETE FROM _stream_records WHERE id <= (SELECT MAX(id) FROM _stream_records) - ?")
      .run(keptStreamRecords);
  });
}

/** dynoxide looks for the last sequence number on every write: without an index that reads the whole stream. */
function indexStream(dataFile: string): void {
  withDatabase(dataFile, (database) => {
    database.exec(
      `CREATE INDEX IF NOT EXISTS tessera_stream_sequence
         ON _stream_records(table_name, CAST(sequence_number AS INTEGER))`,
    );
  });
}

function withDatabase(dataFile: string, work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(dataFile, { timeout: 5_000 });
  try {
    work(database);
  } finally {
    database.close();
  }
}
