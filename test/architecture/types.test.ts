import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

it("X-54, P-1 the compiler takes the whole project as it is", { timeout: 180_000 }, async () => {
  const compiler = join(root, "node_modules/typescript/bin/tsc");

  // Beside the other tests: alone it leaves one core with nothing to do.
  const { stdout } = await promisify(execFile)(process.execPath, [compiler, "-p", "tsconfig.json"], {
    cwd: root,
    maxBuffer: 16 * 1_024 * 1_024,
  }).catch((cause: { stdout: string }) => cause);

  expect(stdout).toBe("");
});
