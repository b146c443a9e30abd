import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeOllama, goodDraft, startFakeOllama } from "../support/fake-ollama.ts";
import { type Product, startProduct } from "../support/product.ts";
import { type TicketsClient, ticketsClient } from "../support/tickets-client.ts";
import { waitFor } from "../support/wait.ts";

let model: FakeOllama;
let product: Product;
let client: TicketsClient;

beforeAll(async () => {
  model = await startFakeOllama();
  product = await startProduct({
    env: {
      LLM_PROVIDER: "ollama",
      OLLAMA_BASE_URL: model.url,
      LLM_TIMEOUT_MS: "2000",
      LLM_RETRY_BASE_MS: "100",
      LLM_BREAKER_COOLDOWN_MS: "1000",
      TESSERA_RETRY_SECONDS: "1",
    },
  });
  client = ticketsClient(product);
});
afterAll(async () => {
  await product?.dispose();
  await model?.stop();
});

describe("TF-33, X-12, X-32 the stages of a job", () => {
  it("answers 202 before the model has answered, and shows the stages in order", async () => {
    const gate = Promise.withResolvers<void>();
    model.answerWith(async () => {
      await gate.promise;
      return { content: goodDraft };
    });
    const seen: string[] = [];

    const jobId = await client.submit();
    const watcher = waitFor(
      async () => {
        const { stage } = await client.status(jobId);
        if (seen.at(-1) !== stage) seen.push(stage);
        if (stage === "generating_tickets") gate.resolve();
        return stage === "completed";
      },
      { what: "the job to complete", everyMs: 2 },
    );
    await watcher;

    const order = ["queued", "preparing_prompt", "generating_tickets", "validating_output", "completed"];
    expect(order.filter((stage) => seen.includes(stage))).toEqual(seen);
    expect(seen).toContain("generating_tickets");
    expect(seen.at(-1)).toBe("completed");
  });

  it("answers 202 with Retry-After while the result is not ready, then the bare result (TF-40, TF-41)", async () => {
    const gate = Promise.withResolvers<void>();
    model.answerWith(async () => {
      await gate.promise;
      return { content: goodDraft };
    });

    const jobId = await client.submit();
    const early = await client.result(jobId);
    gate.resolve();
    await client.untilEnded(jobId);
    const late = await client.result(jobId);

    expect(early.status).toBe(202);
    expect(early.headers.get("retry-after")).toBe("2");
    expect(late.status).toBe(200);
    expect(late.body).toMatchObject({ schema_version: "tickets.result.v1", job_id: jobId });
  });
});

describe("TF-47 repair with the validator's words", () => {
  it("asks again with what was wrong, and takes the better answer", async () => {
    const first = model.requests.length;
    model.answerWith(({ number }) => ({ content: number === first + 1 ? "I would rather not." : goodDraft }));

    const job = await client.untilEnded(await client.submit());

    expect(job.status).toBe("completed");
    expect(model.requests.length - first).toBe(2);
    expect(JSON.stringify(model.requests.at(-1))).not.toEqual(JSON.stringify(model.requests[first]));
  });

  it("gives up after two re-asks with model_output_invalid, and stores no result", async () => {
    const first = model.requests.length;
    model.answerWith(() => ({ content: "{}" }));

    const jobId = await client.submit();
    const job = await client.untilEnded(jobId);

    expect(job).toMatchObject({ status: "failed", stage: "failed", error: { code: "model_output_invalid" } });
    expect(model.requests.length - first).toBe(3);
    expect((await client.result(jobId)).body).toMatchObject({ schema_version: "tickets.job.v1", status: "failed" });
  });
});

describe("TF-48 failure codes", () => {
  it.each([
    ["the host answers 500", 500, 3],
    ["the key is refused", 401, 1],
  ])("ends as ollama_unavailable when %s", async (_case, status, calls) => {
    const before = model.requests.length;
    model.answerWith(() => ({ status }));

    const job = await client.untilEnded(await client.submit(), 60_000);

    expect(job).toMatchObject({ status: "failed", error: { code: "ollama_unavailable" } });
    // The workflow repeats what may succeed by itself; the calls to a model are none of its business.
    expect(model.requests.length - before).toBe(calls);
  });

  it("ends as model_timeout when the model never answers", async () => {
    model.answerWith(() => new Promise(() => {}));

    const job = await client.untilEnded(await client.submit(), 60_000);

    expect(job).toMatchObject({ status: "failed", error: { code: "model_timeout" } });
  });
});

describe("TF-35 cancel of a working job", () => {
  it("answers cancel_requested, ends as cancelled within 5 s, and never has a result", async () => {
    model.answerWith(() => new Promise(() => {}));
    const jobId = await client.submit();
    await waitFor(async () => (await client.status(jobId)).stage === "generating_tickets", { what: "the model call" });

    const answer = await client.cancel(jobId);
    const job = await client.untilEnded(jobId, 5_000);

    expect(answer).toMatchObject({ status: 200, body: { status: "cancel_requested" } });
    expect(job).toMatchObject({ status: "cancelled", stage: "generating_tickets", error: { code: "job_cancelled" } });
    expect((await client.result(jobId)).body).toMatchObject({ status: "cancelled" });
    expect((await client.cancel(jobId)).status).toBe(409);
  });
});
