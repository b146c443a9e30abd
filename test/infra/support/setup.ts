import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failureFile, root, synthFolder } from "./stack.ts";

/**
 * Starts the synthesis and lets the tests of the other projects run meanwhile; those of this one wait for what they
 * need (`loadStack`).
 */
export function setup(): () => void {
  rmSync(synthFolder, { recursive: true, force: true });
  mkdirSync(synthFolder, { recursive: true });
  const program = spawn(process.execPath, [join(import.meta.dirname, "make-stacks.ts")], { cwd: root });
  let output = "";
  for (const stream of [program.stdout, program.stderr]) {
    stream.on("data", (chunk) => {
      output += String(chunk);
    });
  }
  program.on("exit", (code) => {
    if (code !== 0) writeFileSync(failureFile, output);
  });
  return () => program.kill();
}
