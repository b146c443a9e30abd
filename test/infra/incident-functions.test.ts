import { randomUUID } from "node:crypto";
import { bootstrapAccess, createClient, createTenant, updateClient } from "@tessera/core/access";
import { updateLlm, updatePlatforms } from "@tessera/core/settings";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeOllama, startFakeOllama } from "../support/fake-ollama.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { type Cloud, loadHandler, recordedEvent, startCloud } from "./support/cloud.ts";
import {
  adminContext,
  anomalyOf,
  deadLetters,
  envelopeOf,
  incidentsOf,
  queueEvent,
  settingsContext,
} from "./support/incident-world.ts";
import { loadStack } from "./support/stack.ts";

let cloud: Cloud;
let ollama: FakeOllama;
let receiver: Receiver;

// Its bundles are what is called here.
await loadStack("production");

beforeAll(async () => {
  [cloud, ollama, receiver] = await Promise.all([startCloud(), startFakeOllama(), startReceiver()]);
  process.env.OLLAMA_BASE_URL = ollama.url;
  const { runtime } = await import("../../functions/lib/runtime.ts");
  await bootstrapAccess(runtime.systemContext("bootstrap"), { fixedKey: "tsk_test_0123456789abcdef" });
});
afterAll(() => Promise.all([cloud?.stop(), ollama?.stop(), receiver?.stop()]));

const takeIn = async (...bodies: unknown[]) => (await loadHandler("TakeInAnomalies"))(queueEvent(...bodies));
const nothingFailed = { batchItemFailures: [] };

describe("X-40, LC-20 anomalies that come by the bus or by the queue", () => {
  it("become an incident: in EventBridge's envelope, bare, and as a list", async () => {
    const [first, second, ...list] = Array.from({ length: 4 }, () => anomalyOf("svc-forms"));

    const answer = await takeIn(envelopeOf(first), second, list);

    expect(answer).toEqual(nothingFailed);
    expect(await incidentsOf("svc-forms")).toEqual([
      expect.objectContaining({ tenantId: "default", severity: "critical", status: "open", anomalyCount: 4 }),
    ]);
  });

  it("B1 count once, however often their message comes", async () => {
    const message = envelopeOf(anomalyOf("svc-twice"));

    const answers = [await takeIn(message), await takeIn(message, message)];

    expect(answers).toEqual([nothingFailed, nothingFailed]);
    expect(await incidentsOf("svc-twice")).toEqual([expect.objectContaining({ anomalyCount: 1 })]);
  });

  it("are put aside with their reason where they never can be taken in, and the rest of the batch is not", async () => {
    const good = anomalyOf("svc-beside");
    const { severity: _left, ...withoutSeverity } = anomalyOf("svc-bad");
    const badScore = anomalyOf("svc-bad", { anomaly_score: "high" });
    const other = { ...envelopeOf(anomalyOf("svc-bad")), "detail-type": "incidents.resolved" };

    const answer = await takeIn(envelopeOf(withoutSeverity), [badScore, good], 7, other);

    const letters = await deadLetters(cloud);
    const reasonOf = (body: unknown) => letters.find((letter) => JSON.stringify(letter.body) === JSON.stringify(body));
    expect(answer).toEqual(nothingFailed);
    expect(await incidentsOf("svc-beside")).toHaveLength(1);
    expect(await incidentsOf("svc-bad")).toEqual([]);
    expect(letters).toHaveLength(4);
    expect(letters.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        "invalid_request: severity: is required",
        expect.stringContaining("invalid_request: anomaly_score: "),
        "invalid_request: An anomaly must be a JSON object",
        expect.stringContaining("detail-type"),
      ]),
    );
    expect(reasonOf(badScore)?.reason).toContain("anomaly_score");
  });

  it("B2 names exactly the messages that failed", async () => {
    const answer = await takeIn("no JSON", anomalyOf("svc-partial"));

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "message-0" }] });
    expect(await incidentsOf("svc-partial")).toHaveLength(1);
  });
});

describe("X-24, D-22 whose an anomaly is", () => {
  it("says the client that it names: never the event's own tenant_id", async () => {
    const context = await adminContext();
    const tenant = await createTenant(context, { name: "Acme" });
    const client = await createClient(context, { tenantId: tenant.id, name: "Detector" });
    const named = { client_id: client.id, tenant_id: "default" };

    const answer = await takeIn(envelopeOf(anomalyOf("svc-owned", named)), [anomalyOf("svc-owned", named)]);

    expect(answer).toEqual(nothingFailed);
    expect(await incidentsOf("svc-owned")).toEqual([]);
    expect(await incidentsOf("svc-owned", tenant.id)).toEqual([expect.objectContaining({ anomalyCount: 2 })]);
  });

  it("is nobody's where the client is unknown or suspended", async () => {
    const context = await adminContext();
    const client = await createClient(context, { tenantId: "default", name: "Suspended" });
    await updateClient(context, { clientId: client.id, status: "suspended" });

    const answer = await takeIn(
      anomalyOf("svc-nobody", { client_id: "nobody" }),
      anomalyOf("svc-nobody", { client_id: client.id }),
    );

    expect(answer).toEqual(nothingFailed);
    expect(await incidentsOf("svc-nobody")).toEqual([]);
    expect((await deadLetters(cloud)).map(({ reason }) => reason).toSorted()).toEqual([
      "client_suspended: This client is suspended",
      "not_found: Client not found",
    ]);
  });
});

describe("LC-26, LC-29 the function of the hints", () => {
  const words = {
    title: "The pool of svc-work is empty",
    rootCause: "The connection pool is exhausted",
    impact: "Nobody can pay",
    reproduceSteps: ["Pay an order"],
    suggestedFix: "Raise the size of the pool",
  };

  it("asks the tenant's model and tells its platforms, both out of their bundles", async () => {
    ollama.answerWith(() => ({ content: JSON.stringify(words) }));
    const settings = await settingsContext();
    await updateLlm(settings, { patch: { provider: "ollama", model: "llama3.1" } });
    await updatePlatforms(settings, { patch: { slack: { enabled: true, webhookUrl: `${receiver.url}/hook` } } });
    await takeIn(anomalyOf("svc-work"));
    const [incident] = await incidentsOf("svc-work");
    const hint = { tenantId: "default", incidentId: incident?.id };
    const handler = await loadHandler("WorkOnIncidents");

    // B1: the same hint, twice at once.
    const answers = await Promise.all([handler(queueEvent(hint)), handler(queueEvent(hint))]);

    expect(answers).toEqual([nothingFailed, nothingFailed]);
    expect(ollama.requests).toHaveLength(1);
    expect(await incidentsOf("svc-work")).toEqual([
      expect.objectContaining({ title: words.title, rca: expect.objectContaining({ source: "llm" }) }),
    ]);
    expect(receiver.deliveries).toHaveLength(1);
    expect(receiver.deliveries[0]?.body).toContain(incident?.id);
  });

  it("B3 drops a hint at an incident that is not there, and B2 names what is no hint", async () => {
    const handler = await loadHandler("WorkOnIncidents");
    const unknown = { tenantId: "default", incidentId: `inc-20200101-${randomUUID()}` };

    const answer = await handler(queueEvent(unknown, { incidentId: "inc-20200101-001" }));

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "message-1" }] });
  });
});

describe("B8 the sweeps of incidents", () => {
  it("tell a platform whose hint was lost, once", async () => {
    const settings = await settingsContext();
    await updateLlm(settings, { patch: { provider: "disabled" } });
    await updatePlatforms(settings, { patch: { slack: { enabled: true, webhookUrl: `${receiver.url}/hook` } } });
    const before = receiver.deliveries.length;
    await takeIn(anomalyOf("svc-lost"));
    const handler = await loadHandler("SweepForwardings");

    const summaries = [await handler(recordedEvent("schedule")), await handler(recordedEvent("schedule"))];

    expect(summaries).toEqual([
      expect.objectContaining({ changed: 1 }),
      expect.objectContaining({ checked: 0, changed: 0 }),
    ]);
    expect(receiver.deliveries.length - before).toBe(1);
  });
});
