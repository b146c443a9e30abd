import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { StartError } from "./start-error.ts";

export interface DataDir {
  path: string;
  file(name: string): string;
  /** Makes the folder free for another process. */
  release(): void;
}

/** Opens the data folder for this process alone. A lock that a killed process left behind is taken over (A17). */
export function openDataDir(path: string): DataDir {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true });
    const lockFile = join(folder, "lock");
    takeLock(folder, lockFile);
    return {
      path: folder,
      file: (name) => join(folder, name),
      release: () => rmSync(lockFile, { force: true }),
    };
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(`Cannot use the data folder ${folder} (${codeOf(cause)}): check TESSERA_DATA_DIR`, { cause });
  }
}

/** Written beside and moved into place, so that nobody ever reads half a lock. */
function takeLock(folder: string, lockFile: string): void {
  const draft = `${lockFile}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, startTicks: startTicksOf(process.pid) }));
  try {
    linkSync(draft, lockFile);
    rmSync(draft);
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw cause;
    const holder = liveHolder(lockFile);
    if (holder !== null) {
      rmSync(draft);
      throw new StartError(`The data folder ${folder} is in use by process ${holder}: stop it first`);
    }
    renameSync(draft, lockFile);
  }
}

const Lock = z.object({ pid: z.number().int(), startTicks: z.string().nullable() });

/** The process that holds the lock, or null where it has died. */
function liveHolder(lockFile: string): number | null {
  const lock = readLock(lockFile);
  if (!lock || lock.pid === process.pid || !isAlive(lock.pid)) return null;
  // The number may have gone to another process since.
  return startTicksOf(lock.pid) === lock.startTicks ? lock.pid : null;
}

function readLock(lockFile: string): z.infer<typeof Lock> | undefined {
  try {
    return Lock.parse(JSON.parse(readFileSync(lockFile, "utf8")));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // A process of another user is alive, too.
    return codeOf(cause) === "EPERM";
  }
}

/** When a process started, in the kernel's own unit; null where the system does not tell, and for a dead process. */
function startTicksOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, state, ...fields] = stat.slice(stat.lastIndexOf(")")).split(" ");
    return state === "Z" ? null : (fields[18] ?? null);
  } catch {
    return null;
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
}

/** The key that seals secrets and signs cursors: made at the first start, and readable by its owner only. */
export function secretKeyOf(dataDir: DataDir): string {
  const file = dataDir.file("secret.key");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("base64"), { mode: 0o600, flag: "wx" });
  return readFileSync(file, "utf8").trim();
}
