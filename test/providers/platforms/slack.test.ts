import { describe, expect, it, onTestFinished } from "vitest";
import { connectTo, makeBrief, makeMessage, startFakeSlack } from "../../support/platforms/index.ts";

async function startWorld() {
  const fake = await startFakeSlack();
  onTestFinished(() => fake.stop());
  return { fake, slack: connectTo().connect("slack", fake.config) };
}

describe("LC-50 what Slack is sent", () => {
  it("is a text for notifications, and blocks with what is known", async () => {
    const { fake, slack } = await startWorld();

    const outcome = await slack.send(makeMessage());

    expect(outcome).toEqual({ kind: "sent", ref: null, url: null });
    expect(fake.posts[0]?.text).toBe("inc-20260301-001 [high] payment-service: Payments time out");
    expect(fake.posts[0]?.blocks.flatMap(({ fields = [] }) => fields.map(({ text }) => text))).toEqual([
      "*Incident:* inc-20260301-001",
      "*Service:* payment-service",
      "*Severity:* high",
      "*Status:* open",
      "*Affected services:* payment-service, checkout",
      "*Anomalies:* 3, score 4.2",
      "*Trace:* 4bf92f3577b34da6a3ce929d0e0e4736",
      "*Created at:* 2026-03-01T12:00:00Z",
    ]);
    expect(fake.posts[0]?.blocks.at(-1)?.text?.text).toBe(
      "<https://tessera.example/dashboard/inc-20260301-001|Open the incident>",
    );
  });

  it.each([
    ["acknowledge", "was acknowledged"],
    ["resolve", "was resolved"],
  ] as const)("is one short line where the incident is told to %s", async (action, words) => {
    const { fake, slack } = await startWorld();

    await slack.send(makeMessage({ action }));

    expect(fake.posts[0]?.text).toBe(`Incident inc-20260301-001 [high] of payment-service ${words}`);
    expect(fake.posts[0]?.blocks).toHaveLength(2);
  });

  it("names a channel only where one is set", async () => {
    const { fake, slack } = await startWorld();
    const other = connectTo().connect("slack", { ...fake.config, channel: "#incidents" });

    await slack.send(makeMessage());
    await other.send(makeMessage());

    expect(fake.posts.map(({ channel }) => channel)).toEqual([undefined, "#incidents"]);
  });

  it.each(["&", "💶", "a"])("keeps to Slack's limits with %s in every text", async (piece) => {
    const { fake, slack } = await startWorld();
    const long = piece.repeat(10_000);
    const texts = { title: long, service: long, rootCause: long, impact: long, suggestedFix: long, traceId: long };

    const outcome = await slack.send(
      makeMessage({ incident: makeBrief({ ...texts, affectedServices: [long], reproduceSteps: [long] }) }),
    );

    expect(outcome).toMatchObject({ kind: "sent" });
    expect(fake.posts).toHaveLength(1);
  });
});

describe("LC-47 the probe of Slack", () => {
  it("posts a test", async () => {
    const { fake, slack } = await startWorld();

    expect(await slack.probe()).toEqual({ ok: true });

    expect(fake.posts[0]?.text).toContain("connection test");
  });

  it("says that the channel is archived", async () => {
    const { fake, slack } = await startWorld();
    fake.failNext({ status: 410, body: "channel_is_archived" });

    expect(await slack.probe()).toEqual({ ok: false, message: "The channel is archived" });
  });
});
