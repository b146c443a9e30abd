import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const startLimitMs = 15_000;
const pollMs = 20;
const stopGraceMs = 3_000;

/**
 * Kills the database when the pipe from its parent closes, so that it dies with its parent, also on kill -9 (A17).
 * `exec` keeps the process id: what is spawned is the database itself.
 */
const dieWithParent = '(read -r _ <&3; kill -KILL $$) 2>/dev/null & exec "$0" "$@"';

/** The engine as a process: one that ends stays ended. */
export interface EngineProcess {
  endpoint: string;
  pid: number;
  /** Resolves when the process is gone, for whatever reason. */
  gone: Promise<void>;
  stop(): Promise<void>;
  child: ChildProcess;
  /** What the engine wrote, for the message when it does not come up. */
  output(): string;
}

export function launchEngine(binary: string, port: number, dataFile: string | null): EngineProcess {
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
    gone,
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

export async function untilHealthy(server: EngineProcess): Promise<void> {
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

export function freePort(): Promise<number> {
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
