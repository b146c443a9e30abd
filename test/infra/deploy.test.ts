import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { buildFunction } from "../../scripts/bundling/build-function.ts";
import { loadStack, root } from "./support/stack.ts";

// By then SST's components are installed.
await loadStack("production");

const folder = mkdtempSync(join(tmpdir(), "tessera-bundles-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The faults that no mutation of a synthesized stack can plant: a deploy stops at them. */
describe("a handler string that names nothing", () => {
  it.each([
    ["a wrong path", "functions/jobs/begin.handler", "no such file"],
    ["a missing export", "functions/lib/limits.handler", 'no export named "handler"'],
  ])("is refused for %s", async (_fault, handler, reason) => {
    const built = await buildFunction({ root, handler, outdir: folder, bundling: { minify: false } });

    expect(built.errors).toEqual([expect.stringContaining(reason)]);
  });
});

it("keeps the stacks to the types of SST and Pulumi", async () => {
  const tsc = join(root, "node_modules/.bin/tsc");
  const { stdout } = await promisify(execFile)(tsc, ["-p", "stacks/tsconfig.json"], {
    cwd: root,
    maxBuffer: 2 ** 24,
  }).catch(
    // SST's own sources do not hold to our options: what tsc says of them is not ours to mend.
    (failed: { stdout: string }) => failed,
  );

  expect(stdout.split("\n").filter((line) => /^(stacks|sst\.config)/.test(line))).toEqual([]);
});

it("brings its bundler plugin in the form in which SST asks it", async () => {
  const bridge = join(root, ".sst/platform/functions/nodejs-runtime/plugin.mjs");
  const plugin = spawn(process.execPath, [bridge, join(root, "stacks/esbuild-plugins.mjs")]);
  const path = join(root, "node_modules/@hono/zod-openapi/dist/index.mjs");
  plugin.stdin.write(`${JSON.stringify({ id: 1, command: "load", value: { path } })}\n`);

  const answer = await firstLine(plugin.stdout);
  plugin.kill();

  const { value }: { value: { contents: string } } = JSON.parse(answer);
  expect(value.contents).toContain('import { ZodType } from "zod"');
  expect(value.contents).not.toContain('import { z } from "zod"');
});

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  return text.slice(0, text.indexOf("\n"));
}
