import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import { connectTo, makeBrief, makeMessage, startFakePagerduty } from "../../support/platforms/index.ts";

const Sent = z.object({ payload: z.object({ summary: z.string() }) });

async function startWorld() {
  const fake = await startFakePagerduty();
  onTestFinished(() => fake.stop());
  return { fake, pagerduty: connectTo().connect("pagerduty", fake.config) };
}

describe("LC-50 what PagerDuty is sent", () => {
  it("is an event with the incident's id as its key", async () => {
    const { fake, pagerduty } = await startWorld();

    const outcome = await pagerduty.send(makeMessage());

    expect(outcome).toEqual({ kind: "sent", ref: "inc-20260301-001", url: null });
    expect(fake.requests).toMatchObject([
      {
        method: "POST",
        path: "/v2/enqueue",
        headers: { "content-type": "application/json" },
        body: {
          routing_key: fake.config.routingKey,
          event_action: "trigger",
          dedup_key: "inc-20260301-001",
          payload: {
            summary: "inc-20260301-001 [high] payment-service: Payments time out",
            source: "payment-service",
            severity: "error",
            timestamp: "2026-03-01T12:00:00Z",
            custom_details: { "Affected services": "payment-service, checkout", Severity: "high" },
          },
        },
      },
    ]);
  });

  it.each([
    ["critical", "critical"],
    ["high", "error"],
    ["medium", "warning"],
    ["low", "info"],
  ] as const)("calls %s %s (M2)", async (severity, expected) => {
    const { fake, pagerduty } = await startWorld();

    await pagerduty.send(makeMessage({ incident: makeBrief({ severity }) }));

    expect(fake.requests[0]?.body).toMatchObject({ payload: { severity: expected } });
  });

  it.each(["acknowledge", "resolve"] as const)("passes %s on to the same alert", async (action) => {
    const { fake, pagerduty } = await startWorld();
    await pagerduty.send(makeMessage());

    await pagerduty.send(makeMessage({ action, ref: "inc-20260301-001" }));

    expect([...fake.alerts]).toEqual([["inc-20260301-001", action]]);
  });

  it("keeps to 1,024 characters without breaking one", async () => {
    const { fake, pagerduty } = await startWorld();

    await pagerduty.send(makeMessage({ incident: makeBrief({ title: "💶".repeat(2_000) }) }));

    const { summary } = Sent.parse(fake.requests[0]?.body).payload;
    expect(summary.length).toBeGreaterThan(1_000);
    expect(summary.length).toBeLessThanOrEqual(1_024);
    expect(summary.isWellFormed()).toBe(true);
  });
});

describe("A12 PagerDuty takes a message whose answer was lost", () => {
  it("again under the same key: one alert", async () => {
    const { fake, pagerduty } = await startWorld();
    fake.failNext("lost");

    const first = await pagerduty.send(makeMessage());
    const second = await pagerduty.send(makeMessage({ repeated: true }));

    expect(first).toMatchObject({ kind: "failed", retryable: true });
    expect(second).toMatchObject({ kind: "sent" });
    expect(fake.requests).toHaveLength(2);
    expect(fake.alerts.size).toBe(1);
  });
});

describe("LC-47 the probe of PagerDuty", () => {
  it("is a change event, which wakes nobody up", async () => {
    const { fake, pagerduty } = await startWorld();

    expect(await pagerduty.probe()).toEqual({ ok: true });

    expect(fake.requests.map(({ path }) => path)).toEqual(["/v2/change/enqueue"]);
    expect(fake.alerts.size).toBe(0);
  });
});
