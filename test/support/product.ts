import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { waitFor } from "./wait.ts";

const root = join(import.meta.dirname, "../..");

export interface Product {
  url: string;
  key: string;
  dataDir: string;
  pid: number;
  /** Everything that the product printed so far, line by line. */
  lines: readonly string[];
  onLine(listener: (line: string) => void): void;
  /** Resolves with the exit code, or null when a signal ended the process. */
  exited: Promise<number | null>;
  /** SIGTERM, and wait for the end. */
  stop(): Promise<number | null>;
  /** SIGKILL to the product and to every process that it started: nothing gets to say goodbye. */
  killTree(): Promise<void>;
  /** Stops it if it still runs, and removes its data. */
  dispose(): Promise<void>;
}

export interface ProductOptions {
  env?: Record<string, string>;
  /** The data of an earlier run; a new folder where it is left out. */
  dataDir?: string;
}

/** The product as `npm start` runs it: a process of its own on a free port, with its data in a folder of its own. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "tessera-product-")));
  const port = await freePort();
  const key = "tsk_test_0123456789abcdefghijklmnopqrstuvwxyz";
  const child = spawn(process.execPath, [join(root, "packages/local/src/main.ts")], {
    env: {
      ...inheritedEnv(),
      PORT: String(port),
      TESSERA_DATA_DIR: dataDir,
      TESSERA_BOOTSTRAP_KEY: key,
      // A test polls more often than a client may; the limits have tests of their own.
      TICKETS_SUBMITS_PER_MINUTE: "1000000",
      TICKETS_READS_PER_MINUTE: "1000000",
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const product = watch(child, { url: `http://127.0.0.1:${port}`, key, dataDir });
  await waitFor(
    async () => {
      if (child.exitCode !== null || child.signalCode !== null) return true;
      return (await fetch(`${product.url}/health`).catch(() => undefined))?.ok === true;
    },
    { what: "the product to become healthy", timeoutMs: 30_000 },
  );
  if (child.exitCode !== null) throw new Error(`the product did not start:\n${product.lines.join("\n")}`);
  return product;
}

/** A machine that knows nothing of AWS, of keys or of this test run, but for what Node has compiled. */
export function inheritedEnv(): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env;
  return { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE };
}

function watch(child: ChildProcess, facts: { url: string; key: string; dataDir: string }): Product {
  const lines: string[] = [];
  const listeners: ((line: string) => void)[] = [];
  const hear = (line: string) => {
    lines.push(line);
    for (const listener of listeners) listener(line);
  };
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", hear);
  }
  const exited = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const pid = child.pid ?? 0;
  const killTree = async () => {
    // The tree first: once the parent is gone, its children are nobody's.
    for (const id of [...(await descendantsOf(pid)), pid]) kill(id);
    await exited;
  };
  return {
    ...facts,
    pid,
    lines,
    onLine: (listener) => listeners.push(listener),
    exited,
    killTree,
    stop: () => {
      child.kill("SIGTERM");
      return exited;
    },
    dispose: async () => {
      if (child.exitCode === null && child.signalCode === null) await killTree();
      await killStaleEngine(facts.dataDir);
      await rm(facts.dataDir, { recursive: true, force: true });
    },
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** A table engine whose parent was killed lives on until the next start; after the last test nothing starts. */
async function killStaleEngine(dataDir: string): Promise<void> {
  for (const pid of await processes()) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (command.includes("dynoxide") && command.includes(dataDir)) kill(pid);
  }
}

async function descendantsOf(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const id of await processes()) {
    const stat = await readFile(`/proc/${id}/stat`, "utf8").catch(() => "");
    parents.set(id, Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const found: number[] = [];
  let generation = [pid];
  while (generation.length > 0) {
    generation = [...parents].filter(([, parent]) => generation.includes(parent)).map(([id]) => id);
    found.push(...generation);
  }
  return found;
}

async function processes(): Promise<number[]> {
  return (await readdir("/proc")).filter((name) => /^[0-9]+$/.test(name)).map(Number);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port is free")),
      );
    });
  });
}
