import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * One folder for what a run of the tests leaves behind, in shared memory where there is some. Processes of the run put
 * their own folders into it; whatever ends them, the folder goes with the run.
 */
export function setup(): () => void {
  const known = process.env.TESSERA_TEST_FOLDER;
  if (known !== undefined) return () => {};
  const folder = mkdtempSync(join(memoryFolder(), "tessera-tests-"));
  process.env.TESSERA_TEST_FOLDER = folder;
  // Every process of the run loads much the same: Node compiles it for the first one alone.
  process.env.NODE_COMPILE_CACHE = join(folder, "compiled");
  return () => rmSync(folder, { recursive: true, force: true });
}

function memoryFolder(): string {
  try {
    accessSync("/dev/shm", constants.W_OK);
    return "/dev/shm";
  } catch {
    return tmpdir();
  }
}
