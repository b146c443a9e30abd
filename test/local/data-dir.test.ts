import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDataDir, secretKeyOf } from "../../packages/local/src/data-dir.ts";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "tessera-data-"));
});
afterEach(() => rmSync(parent, { recursive: true }));

const lockOf = (pid: number, startTicks: string | null) => JSON.stringify({ pid, startTicks });
const ticksOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[19] ?? null;

/** A process that lives until it is killed. */
async function startSleeper() {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log('up')"]);
  await once(child.stdout, "data");
  return { child, pid: child.pid ?? 0 };
}

describe("X-50 the data folder belongs to one process", () => {
  it("is made where it does not exist, with its parents", () => {
    const dataDir = openDataDir(join(parent, "a", "b"));

    expect(dataDir.path).toBe(join(parent, "a", "b"));
    expect(existsSync(dataDir.path)).toBe(true);
  });

  it("is refused while another process holds it, in one line that names both", async () => {
    const { child, pid } = await startSleeper();
    writeFileSync(join(parent, "lock"), lockOf(pid, ticksOf(pid)));

    expect(() => openDataDir(parent)).toThrow(`The data folder ${parent} is in use by process ${pid}: stop it first`);
    child.kill();
    await once(child, "exit");
  });

  it("A17 is taken over from a process that was killed", async () => {
    const { child, pid } = await startSleeper();
    writeFileSync(join(parent, "lock"), lockOf(pid, ticksOf(pid)));
    child.kill("SIGKILL");
    await once(child, "exit");

    openDataDir(parent);

    expect(JSON.parse(readFileSync(join(parent, "lock"), "utf8")).pid).toBe(process.pid);
  });

  it("is taken over when the process number has gone to another process since", async () => {
    const { child, pid } = await startSleeper();
    writeFileSync(join(parent, "lock"), lockOf(pid, "1"));

    expect(() => openDataDir(parent)).not.toThrow();
    child.kill();
    await once(child, "exit");
  });

  it.each(["", "{half", '{"pid":"x"}'])("is taken over from a lock that says nothing: %j", (content) => {
    writeFileSync(join(parent, "lock"), content);

    expect(() => openDataDir(parent)).not.toThrow();
  });

  it("is free again after its release", () => {
    openDataDir(parent).release();

    expect(existsSync(join(parent, "lock"))).toBe(false);
  });

  it("says so when the folder cannot be made", () => {
    writeFileSync(join(parent, "file"), "");

    expect(() => openDataDir(join(parent, "file", "x"))).toThrow(
      /Cannot use the data folder .*ENOTDIR.*TESSERA_DATA_DIR/,
    );
  });
});

describe("the secret key", () => {
  it("is made once, 32 bytes, for its owner's eyes only", () => {
    const dataDir = openDataDir(parent);

    const first = secretKeyOf(dataDir);
    const second = secretKeyOf(dataDir);

    expect(Buffer.from(first, "base64")).toHaveLength(32);
    expect(second).toBe(first);
    expect(statSync(dataDir.file("secret.key")).mode & 0o777).toBe(0o600);
  });
});
