import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What the table charged for the requests of one route, as the access log lines say. */
export interface RouteCost {
  requests: number;
  tableRequests: number;
  readUnits: number;
  writeUnits: number;
}

export interface Product {
  url: string;
  key: string;
  /** CPU seconds used so far by the product's own process, and by the table engine that it started. */
  cpu(): { productMs: number; tableMs: number };
  /** The costs seen since the last call, by operation. */
  takeCosts(): Map<string, RouteCost>;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, "../..");
const key = "tsk_bench_0123456789abcdefghijklmnopqrstuvwxyz";

/** The product as `npm start` runs it, in a folder of its own, with limits out of the way. */
export async function startProduct(env: Record<string, string> = {}): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), "tessera-bench-"));
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, "packages/local/src/main.ts")], {
    env: {
      ...process.env,
      PORT: String(port),
      TESSERA_DATA_DIR: folder,
      TESSERA_BOOTSTRAP_KEY: key,
      TICKETS_SUBMITS_PER_MINUTE: "6000000",
      TICKETS_READS_PER_MINUTE: "6000000",
      TICKETS_QUEUED_PER_CLIENT: "1000000",
      TICKETS_QUEUED_IN_ALL: "1000000",
      ...env,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const takeCosts = collectCosts(child);
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(url, child);
  return {
    url,
    key,
    cpu: () => cpuOf(child),
    takeCosts,
    async stop() {
      const exited = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function collectCosts(child: ChildProcess): Product["takeCosts"] {
  let costs = new Map<string, RouteCost>();
  if (!child.stdout) throw new Error("the product has no output to read");
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (!line.includes('"route"')) return;
    const entry = JSON.parse(line);
    const name = `${entry.method} ${entry.route}`;
    const sum = costs.get(name) ?? { requests: 0, tableRequests: 0, readUnits: 0, writeUnits: 0 };
    costs.set(name, {
      requests: sum.requests + 1,
      tableRequests: sum.tableRequests + entry.tableRequests,
      readUnits: sum.readUnits + entry.readUnits,
      writeUnits: sum.writeUnits + entry.writeUnits,
    });
  });
  return () => {
    const taken = costs;
    costs = new Map();
    return taken;
  };
}

function cpuOf(child: ChildProcess): { productMs: number; tableMs: number } {
  const pid = child.pid ?? 0;
  const children = readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid);
  return { productMs: cpuMsOf(pid), tableMs: children.reduce((sum, id) => sum + cpuMsOf(id), 0) };
}

/** The fields of /proc/<pid>/stat behind the command, which may hold spaces itself. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

function parentOf(pid: number): number {
  return Number(statOf(pid)[1] ?? 0);
}

/** User and system time; Linux counts both in hundredths of a second. */
function cpuMsOf(pid: number): number {
  const stat = statOf(pid);
  return (Number(stat[11] ?? 0) + Number(stat[12] ?? 0)) * 10;
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the product ended with code ${child.exitCode}`);
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the product did not become healthy within 30 s");
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
