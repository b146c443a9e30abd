import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFakeOllama } from "../support/fake-ollama.ts";
import { smallSpec } from "../support/tickets-client.ts";
import { runScript } from "./support/run-script.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tessera-cli-"));
  mkdirSync(join(folder, "tmp"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeSpec(content: string | Uint8Array, name = "spec.md"): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** With a folder of its own for what it leaves lying about. */
const generate = (args: string[], env = {}) =>
  runScript("generate.ts", { args, env: { TMPDIR: join(folder, "tmp"), ...env } });

describe("X-51 npm run generate", () => {
  it("prints the tickets as a tree, the stages on stderr, and leaves nothing behind", async () => {
    const { code, stdout, stderr } = await generate([writeSpec(smallSpec)]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^Invoice matching\n/);
    expect(stdout).toMatch(/\d+ tickets, \d+ points/);
    expect(stdout).toMatch(/SPEC-1 /);
    expect(stdout.split("\n").every((line) => line.length <= 100)).toBe(true);
    expect(stderr).toMatch(/preparing prompt\n.*generating tickets\n.*validating output\n.*completed\n/);
    expect(readdirSync(join(folder, "tmp"))).toEqual([]);
  });

  it("prints nothing but the result document with --json, and obeys the other options", async () => {
    const args = [writeSpec(smallSpec), "--json", "--count", "4", "--detail", "compact", "--title", "Payments"];

    const { code, stdout } = await generate(args);
    const result = JSON.parse(stdout);

    expect(code).toBe(0);
    expect(result).toMatchObject({ schema_version: "tickets.result.v1", source: { title: "Payments" } });
    expect(result.tickets).toHaveLength(4);
  });

  it.each([
    ["the generator that was asked", {}, /completed\nWritten by offline \(offline-\d\)\n$/],
    [
      "the one that took the place of a provider without a key, and why",
      { LLM_PROVIDER: "openai" },
      /completed\nWarning: No key is configured for openai.*\nWritten by offline \(offline-\d\)\n$/,
    ],
  ])("names on stderr %s (AU-11)", async (_name, env, expected) => {
    const { code, stderr } = await generate([writeSpec(smallSpec)], env);

    expect(code).toBe(0);
    expect(stderr).toMatch(expected);
  });

  it("prints its usage with --help", async () => {
    const { code, stdout } = await generate(["--help"]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: npm run generate -- <spec file>/);
  });
});

describe("X-51 a failure is one clear line and a code", () => {
  it.each<[string, () => string[], RegExp]>([
    ["no file", () => [], /Name one spec file/],
    ["two files", () => ["a.md", "b.md"], /Name one spec file/],
    ["a missing file", () => [join(folder, "none.md")], /none\.md does not exist/],
    ["a folder", () => [folder], /is a folder/],
    ["a file that is too large", () => [writeSpec("a".repeat(300_000))], /is too large: a request takes 256 KiB/],
    ["a text that is too large as JSON", () => [writeSpec('"'.repeat(200_000))], /is too large/],
    ["bytes that are no UTF-8", () => [writeSpec(new Uint8Array([0x23, 0xff, 0xfe]))], /is not a UTF-8 text file/],
    ["bytes that are UTF-16", () => [writeSpec(Buffer.from("# A spec", "utf16le"))], /is not a UTF-8 text file/],
    ["an empty file", () => [writeSpec("")], /spec\.md is empty/],
    ["a file of blanks", () => [writeSpec(" \n\t\n")], /spec\.md is empty/],
    ["an unknown option", () => ["a.md", "--colour"], /Unknown option '--colour'/],
    ["a count that is no number", () => ["a.md", "--count", "many"], /--count takes a number from 1 to 50/],
    ["an unknown detail", () => ["a.md", "--detail", "huge"], /--detail is one of compact, standard, detailed/],
  ])("%s", async (_name, args, expected) => {
    const { code, stdout, stderr } = await generate(args());
    const lines = stderr.trim().split("\n");

    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(lines.at(-1)).toMatch(/^generate: /);
    expect(lines.at(-1)).toMatch(expected);
    expect(lines.length).toBeLessThanOrEqual(2);
  });

  it("a job that failed", async () => {
    const model = await startFakeOllama();
    model.answerWith(() => ({ status: 401 }));

    const { code, stdout, stderr } = await generate([writeSpec(smallSpec)], {
      LLM_PROVIDER: "ollama",
      OLLAMA_BASE_URL: model.url,
      EGRESS_ALLOW_HOSTS: "127.0.0.1",
    });
    await model.stop();

    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/generate: The job failed: .*model.*\n$/);
  });
});
