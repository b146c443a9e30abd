import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { inheritedEnv } from "../../support/product.ts";

const sources = join(import.meta.dirname, "../../../packages/local/src");

/** Runs an entry point of the local runtime to its end, as npm does, on a machine that knows nothing of AWS. */
export async function runScript(
  name: "main.ts" | "generate.ts",
  options: { args?: string[]; env?: Record<string, string> } = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [join(sources, name), ...(options.args ?? [])], {
    env: { ...inheritedEnv(), ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { code, stdout, stderr };
}
