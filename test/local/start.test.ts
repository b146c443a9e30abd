import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { startDynoxide } from "../../packages/local/src/dynoxide.ts";
import { startHttpServer } from "../../packages/local/src/server.ts";
import { type Product, type ProductOptions, startProduct } from "../support/product.ts";
import { submitRequest, ticketsClient } from "../support/tickets-client.ts";
import { runScript } from "./support/run-script.ts";

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options: ProductOptions = {}): Promise<Product> {
  const product = await startProduct(options);
  cleanups.push(product.dispose);
  return product;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tessera-start-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A start without a fixed key, as on a new machine. */
const unkeyed = { TESSERA_BOOTSTRAP_KEY: "" };
const keysIn = (product: Product) => product.lines.join("\n").match(/tsk_[\w-]{20,}/g) ?? [];

/** The arguments that a shell hands to curl for this line. */
function curlArguments(line: string): string[] {
  const script = `curl() { for argument in "$@"; do printf '%s\\0' "$argument"; done; }\n${line}`;
  return execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

describe("AU-11 the line that names the model", () => {
  it.each([
    ["a provider with a key", { OPENAI_API_KEY: "sk-test" }, "Model: openai"],
    ["a provider without one", {}, "Model: offline (no key is configured for openai)"],
    ["a provider without one, strictly", { LLM_STRICT: "1" }, "Model: none (no key is configured for openai)"],
  ])("is true of %s", async (_name, env, expected) => {
    const product = await start({ env: { LLM_PROVIDER: "openai", ...env } });

    await expect.poll(() => product.lines).toContain(expected);
  });
});

describe("X-25, X-50 the first start", () => {
  it("says where it is, where its data lies, which model it uses, and the key", async () => {
    const product = await start({ env: unkeyed });

    const printed = product.lines.join("\n");

    expect(printed).toContain(`Tessera is ready at ${product.url}`);
    expect(printed).toContain(`Data folder: ${product.dataDir}`);
    expect(printed).toContain("Model: offline");
    expect(printed).toMatch(/Your API key, shown only now: tsk_\S+/);
  });

  it("prints a curl line that works as it stands", async () => {
    const product = await start({ env: unkeyed });

    const line = product.lines.find((text) => text.startsWith("curl ")) ?? "";
    const [silent, url = "", ...rest] = curlArguments(line);
    const [header, authorization = "", typeHeader, type = "", data, body = ""] = rest;
    const headers = Object.fromEntries([authorization, type].map((text) => text.split(": ")));
    const answer = await fetch(url, { method: "POST", headers, body });

    expect([silent, header, typeHeader, data]).toEqual(["-sS", "-H", "-H", "-d"]);
    expect(answer.status).toBe(202);
  });

  it("with TESSERA_BOOTSTRAP_KEY takes that key and prints none", async () => {
    const product = await start();

    const { status } = await ticketsClient(product).call("GET", "/tickets/v1/jobs");

    expect(status).toBe(200);
    expect(keysIn(product)).toEqual([]);
  });

  it("uses the DynamoDB-compatible engine that the environment names, and says so", async () => {
    const engine = await startDynoxide({ dataFile: null });
    cleanups.push(engine.stop);
    const product = await start({ env: { AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint } });

    const job = await ticketsClient(product).untilEnded(await ticketsClient(product).submit());

    expect(job.status).toBe("completed");
    expect(product.lines).toContain(`Table: the DynamoDB-compatible engine at ${engine.endpoint}`);
    expect(existsSync(join(product.dataDir, "table.db"))).toBe(false);
  });

  it("needs nothing of a developer's own AWS setup, and is not led astray by it", async () => {
    const product = await start({
      env: {
        AWS_PROFILE: "does-not-exist",
        AWS_REGION: "mars-north-1",
        AWS_ENDPOINT_URL: "http://127.0.0.1:1",
        AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      },
    });

    const jobId = await ticketsClient(product).submit();

    expect((await ticketsClient(product).status(jobId)).job_id).toBe(jobId);
  });
});

describe("X-50 the next start", () => {
  it("keeps the key, the secrets and the jobs, and prints no key", async () => {
    const first = await start({ env: unkeyed });
    const [key = ""] = keysIn(first);
    const secret = readFileSync(join(first.dataDir, "secret.key"), "utf8");
    const jobId = await ticketsClient(first, key).submit();
    await ticketsClient(first, key).untilEnded(jobId);
    const before = await ticketsClient(first, key).status(jobId);
    await first.stop();

    const second = await start({ dataDir: first.dataDir, env: unkeyed });
    const after = await ticketsClient(second, key).status(jobId);

    expect(after).toEqual(before);
    expect(readFileSync(join(second.dataDir, "secret.key"), "utf8")).toBe(secret);
    expect(keysIn(second)).toEqual([]);
  });

  it.each(["SIGTERM", "SIGINT"] as const)("follows a clean stop: %s ends it within 5 s with code 0", async (signal) => {
    const product = await start();
    const startedAt = Date.now();

    process.kill(product.pid, signal);
    const code = await product.exited;

    expect(code).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    expect(existsSync(join(product.dataDir, "lock"))).toBe(false);
  });
});

describe("X-50 a stop while somebody waits", () => {
  /** Nobody works: the job stays as it is for as long as anybody waits. */
  const idle = { TESSERA_LOCAL_WORKERS: "0" };

  it("answers a Prefer: wait with the job as it is", async () => {
    const product = await start({ env: idle });
    const client = ticketsClient(product);
    const waiting = fetch(`${product.url}/tickets/v1/jobs`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${product.key}`,
        "content-type": "application/json",
        prefer: "wait=20",
      },
      body: JSON.stringify(submitRequest()),
    });
    const jobs = async () => (await client.call<{ jobs: unknown[] }>("GET", "/tickets/v1/jobs")).body.jobs;
    await expect.poll(jobs, { timeout: 10_000 }).toHaveLength(1);

    const code = await product.stop();
    const answer = await waiting;

    expect([code, answer.status, answer.headers.get("preference-applied")]).toEqual([0, 202, "wait=20"]);
    expect(await answer.json()).toMatchObject({ status: "queued" });
  });

  it("ends an event stream in good order", async () => {
    const product = await start({ env: idle });
    const client = ticketsClient(product);
    const jobId = await client.submit();
    const stream = await fetch(`${product.url}/tickets/v1/jobs/${jobId}/events`, {
      headers: { authorization: `Bearer ${product.key}`, accept: "text/event-stream" },
    });

    const [text, code] = await Promise.all([stream.text(), product.stop()]);

    expect(code).toBe(0);
    expect(text).toContain("event: ");
  });
});

describe("X-50 a start that cannot work says why in one line", () => {
  it("when the data folder is in use", async () => {
    const running = await start();

    const { code, stderr } = await runScript("main.ts", { env: { PORT: "0", TESSERA_DATA_DIR: running.dataDir } });

    expect(code).toBe(1);
    expect(stderr).toBe(
      `tessera: The data folder ${running.dataDir} is in use by process ${running.pid}: stop it first\n`,
    );
  });

  it("when the port is taken, and makes no key that nobody would ever see", async () => {
    const other = await startHttpServer({ host: "127.0.0.1", ports: [0] });
    cleanups.push(() => other.stop(0));
    const { port } = new URL(other.url);
    const folder = newFolder();

    const { code, stderr } = await runScript("main.ts", { env: { PORT: port, TESSERA_DATA_DIR: folder } });

    expect(code).toBe(1);
    expect(stderr).toBe(`tessera: Port ${port} of 127.0.0.1 is taken: stop what uses it, or choose another PORT\n`);
    expect(existsSync(join(folder, "table.db"))).toBe(false);
  });

  it.each([
    ["of its own", { PORT: "web" }, /^tessera: Bad configuration\n.*\n.*PORT/],
    ["of the product", { LLM_PROVIDER: "oracle" }, /^tessera: Bad configuration\n.*\n.*LLM_PROVIDER/],
    ["of a secret", { TESSERA_SECRET_KEY: "short" }, /^tessera: Bad configuration\n.*\n.*TESSERA_SECRET_KEY/],
  ])("when a variable %s is wrong", async (_name, env, expected) => {
    const { code, stderr } = await runScript("main.ts", { env: { PORT: "0", TESSERA_DATA_DIR: newFolder(), ...env } });

    expect(code).toBe(1);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
