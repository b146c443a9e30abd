import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FakeOllama, goodDraft, startFakeOllama } from "../support/fake-ollama.ts";
import { fullOrThird } from "../support/full-size.ts";
import { type Product, startProduct } from "../support/product.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { submitRequest, ticketsClient } from "../support/tickets-client.ts";
import { verifyAudit } from "../support/verify-audit.ts";
import { waitFor } from "../support/wait.ts";

let model: FakeOllama;
let receiver: Receiver;
const started: Product[] = [];

beforeAll(async () => {
  model = await startFakeOllama();
  receiver = await startReceiver();
});
afterEach(async () => {
  for (const product of started.splice(0)) await product.dispose();
  receiver.deliveries.length = 0;
  model.requests.length = 0;
  model.answerWith(() => ({ content: goodDraft }));
});
afterAll(async () => {
  await model.stop();
  await receiver.stop();
});

async function start(options: { dataDir?: string; failpoint?: string } = {}): Promise<Product> {
  const product = await startProduct({
    ...(options.dataDir && { dataDir: options.dataDir }),
    env: {
      LLM_PROVIDER: "ollama",
      OLLAMA_BASE_URL: model.url,
      EGRESS_ALLOW_HOSTS: "127.0.0.1",
      TESSERA_SWEEP_SECONDS: "1",
      JOB_REQUEUE_AFTER_SECONDS: "1",
      TESSERA_TEST_CLOCK: "1",
      TESSERA_QUEUE_VISIBILITY_SECONDS: "1",
      ...(options.failpoint && { FAILPOINT: options.failpoint }),
    },
  });
  started.push(product);
  return product;
}

/** Submits one job to a product that dies at the failpoint, starts it again from its data, and waits for the end. */
async function crashAndRecover(failpoint: string) {
  const dying = await start({ failpoint });
  const request = submitRequest({ callback_url: `${receiver.url}/{job_id}` });
  // The process may die before it has answered: then the client knows nothing and asks again with its key.
  await ticketsClient(dying)
    .submit(request)
    .catch(() => undefined);
  await dying.exited;

  const recovered = await start({ dataDir: dying.dataDir });
  const client = ticketsClient(recovered);
  const jobId = await client.submit(request);
  const job = await client.untilEnded(jobId);
  // An attempt that died with its process holds its claim for a minute of the product's clock.
  await client.advanceClock(61_000);
  await client.sweep("callbacks");
  await waitFor(() => receiver.deliveries.length > 0, { what: "the callback" });
  return { recovered, client, jobId, job };
}

const places = [
  { row: "A1", place: "after the table write, before the queue send", failpoint: "queue.send:before:kill", calls: 1 },
  { row: "A2", place: "after the receive, before processing", failpoint: "workflow.start:before:kill", calls: 1 },
  { row: "A3", place: "inside preparing_prompt", failpoint: "reader.read:before:kill", calls: 1 },
  { row: "A5", place: "model answered, draft not saved", failpoint: "models.call:after:kill", calls: 2 },
  { row: "A6", place: "draft saved, before validating", failpoint: "jobs.transition:after:kill#3", calls: 1 },
  { row: "A7", place: "before the final write", failpoint: "jobs.transition:before:kill#4", calls: 1 },
  { row: "A8", place: "after the final write", failpoint: "jobs.transition:after:kill#4", calls: 1 },
  { row: "A9", place: "completed, before the callback", failpoint: "callbackQueue.send:before:kill", calls: 1 },
  { row: "A10", place: "callback sent, outcome not recorded", failpoint: "webhooks.send:after:kill", calls: 1 },
];

describe("RELIABILITY A: kill -9 in each stage, and the job ends exactly once", () => {
  it.each(fullOrThird(places))("$row $place", async ({ failpoint, calls }) => {
    const { recovered, client, jobId, job } = await crashAndRecover(failpoint);

    expect(job).toMatchObject({ status: "completed", stage: "completed", error: null });
    expect((await client.result(jobId)).status).toBe(200);
    expect(model.requests.length).toBeLessThanOrEqual(calls);
    expect(new Set(receiver.deliveries.map(({ id }) => id)).size).toBe(1);
    expect((await client.call<{ jobs: unknown[] }>("GET", "/tickets/v1/jobs")).body.jobs).toHaveLength(1);
    await recovered.stop();
    expect(await verifyAudit(recovered.dataDir)).toMatchObject({ faults: [] });
  });

  it("A4 model asked, answer not read: at most one more call", async () => {
    const dying = await start();
    const request = submitRequest();
    model.answerWith(() => new Promise(() => {}));
    const jobId = await ticketsClient(dying).submit(request);
    await waitFor(() => model.requests.length === 1, { what: "the model call" });
    model.answerWith(() => ({ content: goodDraft }));

    await dying.killTree();
    const client = ticketsClient(await start({ dataDir: dying.dataDir }));
    const job = await client.untilEnded(jobId);

    expect(job.status).toBe("completed");
    expect(model.requests.length).toBe(2);
  });
});

describe("RELIABILITY A16, A17: everything dies while clients submit", () => {
  it("keeps every acknowledged job, and one job for each key", async () => {
    const dying = await start();
    const requests = Array.from({ length: 60 }, () => submitRequest());
    const acknowledged: string[] = [];
    const submits = requests.map((request, index) =>
      ticketsClient(dying)
        .submit(request)
        .then((jobId) => acknowledged.push(`${index}:${jobId}`))
        .catch(() => undefined),
    );
    await waitFor(() => acknowledged.length >= 20, { what: "the first answers" });

    await dying.killTree();
    await Promise.all(submits);
    const client = ticketsClient(await start({ dataDir: dying.dataDir }));
    const jobIds: string[] = [];
    for (const request of requests) jobIds.push(await client.submit(request));
    const jobs = await Promise.all(jobIds.map((jobId) => client.untilEnded(jobId, 60_000)));

    for (const entry of acknowledged) {
      const [index, jobId] = entry.split(":");
      expect(jobIds[Number(index)]).toBe(jobId);
    }
    expect(new Set(jobIds).size).toBe(requests.length);
    expect(jobs.every(({ status }) => status === "completed")).toBe(true);
  });
});

describe("B4 a message that fails every time", () => {
  it("fails its job after the last receive, and tells the callback", async () => {
    const product = await start({ failpoint: "workflow.start:before:throw#*" });
    const client = ticketsClient(product);

    const job = await client.untilEnded(await client.submit({ callback_url: `${receiver.url}/callback` }));
    await waitFor(() => receiver.deliveries.length > 0, { what: "the callback" });

    expect(job).toMatchObject({ status: "failed", stage: "failed", error: { code: "internal_error" } });
    expect(JSON.parse(receiver.deliveries[0]?.body ?? "")).toEqual(job);
  });
});

describe("A18, X-50 a clean stop", () => {
  it("ends within 5 s of SIGTERM with code 0, and the job goes on after the next start", async () => {
    const product = await start();
    model.answerWith(() => new Promise(() => {}));
    const jobId = await ticketsClient(product).submit();
    await waitFor(() => model.requests.length === 1, { what: "the model call" });
    model.answerWith(() => ({ content: goodDraft }));

    const stoppedAt = Date.now();
    const code = await product.stop();
    const tookMs = Date.now() - stoppedAt;
    const client = ticketsClient(await start({ dataDir: product.dataDir }));
    const job = await client.untilEnded(jobId);

    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(5_000);
    expect(job.status).toBe("completed");
  });
});
