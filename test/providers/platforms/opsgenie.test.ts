import { describe, expect, it, onTestFinished } from "vitest";
import { connectTo, makeBrief, makeMessage, startFakeOpsgenie } from "../../support/platforms/index.ts";

async function startWorld() {
  const fake = await startFakeOpsgenie();
  onTestFinished(() => fake.stop());
  return { fake, opsgenie: connectTo().connect("opsgenie", fake.config) };
}

describe("LC-50 what Opsgenie is sent", () => {
  it("is an alert with the incident's id as its alias", async () => {
    const { fake, opsgenie } = await startWorld();

    const outcome = await opsgenie.send(makeMessage());

    expect(outcome).toEqual({ kind: "sent", ref: "inc-20260301-001", url: null });
    expect(fake.requests).toMatchObject([
      {
        method: "POST",
        path: "/v2/alerts",
        headers: { authorization: `GenieKey ${fake.config.apiKey}` },
        body: {
          message: "inc-20260301-001 [high] payment-service: Payments time out",
          alias: "inc-20260301-001",
          priority: "P2",
          entity: "payment-service",
        },
      },
    ]);
    expect(fake.requests[0]?.body).not.toHaveProperty("responders");
  });

  it.each([
    ["critical", "P1"],
    ["high", "P2"],
    ["medium", "P3"],
    ["low", "P4"],
  ] as const)("gives %s the priority %s", async (severity, priority) => {
    const { fake, opsgenie } = await startWorld();

    await opsgenie.send(makeMessage({ incident: makeBrief({ severity }) }));

    expect(fake.requests[0]?.body).toMatchObject({ priority });
  });

  it("goes to the team that is set", async () => {
    const { fake } = await startWorld();

    await connectTo()
      .connect("opsgenie", { ...fake.config, team: "Payments" })
      .send(makeMessage());

    expect(fake.requests[0]?.body).toMatchObject({ responders: [{ type: "team", name: "Payments" }] });
  });

  it.each([
    ["acknowledge", "acknowledge"],
    ["resolve", "close"],
  ] as const)("passes %s on to the same alert as %s", async (action, verb) => {
    const { fake, opsgenie } = await startWorld();
    await opsgenie.send(makeMessage());

    await opsgenie.send(makeMessage({ action, ref: "inc-20260301-001" }));

    expect(fake.requests[1]).toMatchObject({
      method: "POST",
      path: `/v2/alerts/inc-20260301-001/${verb}`,
      query: { identifierType: "alias" },
    });
    expect(fake.alerts.get("inc-20260301-001")?.state).toBe(verb);
  });

  it.each(["<b>&", "long & ", "💶"])("keeps to Opsgenie's limits with %s in every text", async (piece) => {
    const { fake, opsgenie } = await startWorld();
    const long = piece.repeat(5_000);
    const texts = { title: long, service: long, rootCause: long, impact: long, suggestedFix: long, traceId: long };

    const outcome = await opsgenie.send(
      makeMessage({ incident: makeBrief({ ...texts, affectedServices: [long], reproduceSteps: [long] }) }),
    );

    expect(outcome).toMatchObject({ kind: "sent" });
    expect(fake.alerts.size).toBe(1);
  });
});

describe("A12 Opsgenie takes a message whose answer was lost", () => {
  it("again under the same alias: one alert", async () => {
    const { fake, opsgenie } = await startWorld();
    fake.failNext("lost");

    await opsgenie.send(makeMessage());
    await opsgenie.send(makeMessage({ repeated: true }));

    expect([...fake.alerts]).toEqual([["inc-20260301-001", { state: "open", count: 2 }]]);
  });
});

describe("LC-47 the probe of Opsgenie", () => {
  it("lists heartbeats", async () => {
    const { fake, opsgenie } = await startWorld();

    expect(await opsgenie.probe()).toEqual({ ok: true });

    expect(fake.requests).toMatchObject([{ method: "GET", path: "/v2/heartbeats" }]);
    expect(fake.requests[0]?.body).toBeUndefined();
  });
});
