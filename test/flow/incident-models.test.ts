import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeOllama, startFakeOllama } from "../support/fake-ollama.ts";
import {
  type FakeVendors,
  type IncidentDesk,
  newTenant,
  startIncidentProduct,
  startVendors,
} from "../support/incident-product.ts";
import { freePort, type Product } from "../support/product.ts";
import { waitFor } from "../support/wait.ts";

const words = {
  title: "Checkout fails as the pool of ledger-db is empty, seen in checkout-api",
  rootCause: "The connection pool of ledger-db is exhausted by a query that nobody ends.",
  impact: "Nobody can pay.",
  reproduceSteps: ["Open the checkout", "Pay"],
  suggestedFix: "End the query.",
};

let model: FakeOllama;
let product: Product;
let vendors: FakeVendors;
let desk: IncidentDesk;

beforeAll(async () => {
  model = await startFakeOllama();
  product = await startIncidentProduct({
    env: { OLLAMA_BASE_URL: model.url, OPENAI_BASE_URL: `http://127.0.0.1:${await freePort()}` },
  });
});
// Every tenant's first incident has the same id. One platform that pages, and one that files.
beforeEach(async () => {
  model.requests.length = 0;
  vendors = await startVendors();
  desk = await newTenant(product);
  const { pagerduty, jira } = vendors.settings;
  await desk.route({ pagerduty, jira });
  return vendors.stop;
});
afterAll(async () => {
  await product?.dispose();
  await model?.stop();
});

interface LlmStatus {
  status: "ok" | "degraded";
  available: boolean;
  error?: string;
}
const llmStatus = () => desk.ok<LlmStatus>("GET", "/api/v1/llm-status");
const answersWith = (content: string) => model.answerWith(() => ({ content }));
const isTold = (incident: { notifications: { status: string }[] }) =>
  incident.notifications.every(({ status }) => status === "sent");

/** What the dashboard's list shows of an incident. */
async function rowOf(id: string): Promise<string> {
  const { text } = await desk.call<null>("GET", "/dashboard");
  const row = text.split("<tr>").find((part) => part.includes(`<span class="soft">${id}</span>`));
  if (row === undefined) throw new Error(`the dashboard does not show ${id}`);
  return row;
}

describe("LC-26, LC-45, D8 the words of a model", () => {
  it("are an incident's where it answers; ours, with the badge, where nobody listens", async () => {
    answersWith(JSON.stringify(words));
    await desk.patch("llm", { provider: "ollama", model: "llama-flow" });
    const { incidentId: explained } = await desk.report({ service: "checkout-api" });
    const llm = await desk.until(explained, "the platforms", isTold);
    const whileUp = await llmStatus();
    await desk.patch("llm", { provider: "openai", model: "gpt-4o", apiKey: "sk-nobody-listens" });
    const { incidentId: unexplained } = await desk.report({ service: "cart-api" });
    const fallback = await desk.until(unexplained, "the platforms", isTold);
    const whileDown = await llmStatus();

    expect(model.requests[0]).toMatchObject({ model: "llama-flow" });
    expect(llm).toMatchObject({ title: words.title, rootCause: words.rootCause, rcaSource: "llm", fallback: false });
    expect(vendors.jira.requests[0]?.body).toMatchObject({
      fields: { description: expect.stringContaining("nobody ends") },
    });
    expect(fallback).toMatchObject({ rcaSource: "fallback", fallback: true, rootCause: expect.stringMatching(/\S/) });
    expect(await rowOf(explained)).not.toContain("Fallback");
    expect(await rowOf(unexplained)).toContain(">Fallback</span>");
    expect(whileUp).toMatchObject({ status: "ok", available: true });
    expect(whileDown).toMatchObject({ status: "degraded", available: false, error: "Connection refused" });
    expect([...vendors.pagerduty.alerts.keys()]).toEqual([explained, unexplained]);
  });

  it.each([
    ["no JSON", "I cannot help with that."],
    ["half of it", JSON.stringify(words).slice(0, -40)],
    ["not of the schema", JSON.stringify({ ...words, rootCause: "" })],
  ])("are not taken where they are %s: ours stay, and everybody is told", async (_name, content) => {
    answersWith(content);
    await desk.patch("llm", { provider: "ollama", model: `wrong-${content.length}` });

    const { incidentId: id } = await desk.report({ service: "checkout-api" });
    const incident = await desk.until(id, "the platforms", isTold);

    expect(model.requests).toHaveLength(1);
    expect(incident).toMatchObject({ rcaSource: "fallback", rootCause: expect.stringMatching(/\S/) });
    expect(vendors.jira.issues).toHaveLength(1);
    expect(await rowOf(id)).toContain(">Fallback</span>");
  });

  it("are not waited for longer than five seconds, and by whoever pages not at all", async () => {
    model.answerWith(() => new Promise(() => {}));
    await desk.patch("llm", { provider: "ollama", model: "llama-slow" });

    const startedAt = performance.now();
    const { incidentId: id } = await desk.report({ service: "checkout-api" });
    const atOnce = await desk.read(id);
    await waitFor(() => vendors.pagerduty.alerts.has(id), { what: "the page", timeoutMs: 4_000 });
    const filedBeforeTheModelWasGivenUp = vendors.jira.issues.length;
    const statusWhileItHangs = llmStatus();
    const incident = await desk.until(id, "the platforms", isTold);
    const tookMs = performance.now() - startedAt;

    expect(atOnce).toMatchObject({ rcaSource: "fallback", rootCause: expect.stringMatching(/\S/) });
    expect(filedBeforeTheModelWasGivenUp).toBe(0);
    expect(incident).toMatchObject({ rcaSource: "fallback" });
    // Five seconds, and what a busy machine needs beside them.
    expect(tookMs).toBeGreaterThan(4_900);
    expect(tookMs).toBeLessThan(9_000);
    expect(await statusWhileItHangs).toMatchObject({ status: "degraded", error: "Connection timeout after 5s" });
  });
});
