import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { buildFunction } from "../../scripts/bundling/build-function.ts";
import { root } from "./support/stack.ts";

const folder = mkdtempSync(join(tmpdir(), "tessera-bundles-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const build = (handler: string) =>
  buildFunction({ root, handler, outfile: join(folder, "bundle.mjs"), bundling: { minify: false } });

/** The faults that no mutation of a synthesized stack can plant: a deploy stops at them. */
describe("a handler string that names nothing", () => {
  it.each([
    ["a wrong path", "functions/jobs/begin.handler", "no such file"],
    ["a missing export", "functions/lib/limits.handler", 'no export named "handler"'],
  ])("is refused for %s", async (_fault, handler, reason) => {
    const built = await build(handler);

    expect(built.errors).toEqual([expect.stringContaining(reason)]);
  });
});
