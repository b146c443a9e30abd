import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { goodDraft } from "../support/fake-ollama.ts";
import { newTenant, startIncidentProduct } from "../support/incident-product.ts";
import { json, startHost } from "../support/llm/model-host.ts";
import { vllm } from "../support/llm/protocols.ts";
import { freePort, type Product } from "../support/product.ts";
import { submitRequest, ticketsClient } from "../support/tickets-client.ts";

const words = {
  title: "Checkout fails as the pool of ledger-db is empty, seen in checkout-api",
  rootCause: "The connection pool of ledger-db is exhausted by a query that nobody ends.",
  impact: "Nobody can pay.",
  reproduceSteps: ["Open the checkout", "Pay"],
  suggestedFix: "End the query.",
};

let port: number;
let product: Product;

beforeAll(async () => {
  port = await freePort();
  product = await startIncidentProduct({
    env: { VLLM_BASE_URL: `http://127.0.0.1:${port}`, VLLM_MODEL: "our/llama", VLLM_CONTEXT_TOKENS: "4096" },
  });
});
afterAll(() => product?.dispose());

describe("X-52 a product whose operator serves a model by vLLM", () => {
  it("LC-45 explains a tenant's incidents by it", async () => {
    const { received } = await startHost(json(vllm.says(JSON.stringify(words))), port);
    const desk = await newTenant(product);

    await desk.patch("llm", { provider: "vllm" });
    const { incidentId } = await desk.report({ service: "checkout-api" });
    const incident = await desk.until(incidentId, "the words", ({ rcaSource }) => rcaSource === "llm");

    expect(incident).toMatchObject({ title: words.title, rootCause: words.rootCause });
    // Half of what the operator says that it holds.
    expect(received[0]?.body).toMatchObject({ model: "our/llama", max_tokens: 2_048 });
    expect(await desk.ok("GET", "/api/v1/llm-status")).toMatchObject({ status: "ok", provider: "vllm" });
  });

  it("AU-10 writes the tickets of a job that names it", async () => {
    const { received } = await startHost(json(vllm.says(goodDraft)), port);
    const client = ticketsClient(product);
    const answer = await fetch(`${product.url}/tickets/v1/jobs`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${product.key}`,
        "content-type": "application/json",
        "x-llm-provider": "vllm",
      },
      body: JSON.stringify(submitRequest()),
    });
    const { job_id: jobId } = (await answer.json()) as { job_id: string };

    const job = await client.untilEnded(jobId);

    expect(answer.headers.get("x-llm-warning")).toBeNull();
    expect(job.status).toBe("completed");
    expect(received).toMatchObject([{ path: "/v1/chat/completions", body: { model: "our/llama" } }]);
  });
});
