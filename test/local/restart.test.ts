import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeOllama, goodDraft, startFakeOllama } from "../support/fake-ollama.ts";
import { type Product, startProduct } from "../support/product.ts";
import { ticketsClient } from "../support/tickets-client.ts";
import { waitFor } from "../support/wait.ts";

/** As many executions as run at once, and some more that wait. */
const jobCount = 40;
const runningAtOnce = 32;

let model: FakeOllama;
let products: Product[];
beforeEach(async () => {
  model = await startFakeOllama();
  products = [];
});
afterEach(async () => {
  await Promise.all(products.map((product) => product.dispose()));
  await model.stop();
});

async function start(dataDir?: string): Promise<Product> {
  const product = await startProduct({
    ...(dataDir && { dataDir }),
    env: { LLM_PROVIDER: "ollama", OLLAMA_BASE_URL: model.url, EGRESS_ALLOW_HOSTS: "127.0.0.1" },
  });
  products.push(product);
  return product;
}

describe("A17 kill -9 of the whole process tree", () => {
  it("loses no job, whether it was working, waiting for its turn, or done", async () => {
    const dying = await start();
    const done = await ticketsClient(dying).submit();
    await ticketsClient(dying).untilEnded(done);
    const callsBefore = model.requests.length;
    model.answerWith(() => new Promise(() => {}));
    const jobIds = await Promise.all(Array.from({ length: jobCount }, () => ticketsClient(dying).submit()));
    await waitFor(() => model.requests.length - callsBefore === runningAtOnce, { what: "the jobs to be at work" });
    const waiting = await ticketsClient(dying).call<{ jobs: unknown[] }>("GET", "/tickets/v1/jobs?status=queued");

    await dying.killTree();
    model.answerWith(() => ({ content: goodDraft }));
    const client = ticketsClient(await start(dying.dataDir));
    const jobs = await Promise.all(jobIds.map((jobId) => client.untilEnded(jobId, 40_000)));

    expect(waiting.body.jobs).toHaveLength(jobCount - runningAtOnce);
    expect(new Set(jobs.map(({ status }) => status))).toEqual(new Set(["completed"]));
    expect((await client.status(done)).status).toBe("completed");
    // One call before the kill for those that were at work, one after it for each.
    expect(model.requests.length - callsBefore).toBe(runningAtOnce + jobCount);
  });

  it("starts again when only the product itself was killed, not its table engine", async () => {
    const dying = await start();

    process.kill(dying.pid, "SIGKILL");
    await dying.exited;
    const next = await start(dying.dataDir);

    expect((await ticketsClient(next).call("GET", "/tickets/v1/jobs")).status).toBe(200);
  });
});
