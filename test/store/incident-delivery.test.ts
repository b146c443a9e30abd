import { type PlatformOutcome, sweepForwardings } from "@tessera/core/incidents";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deliver } from "../../packages/core/src/incidents/deliver.ts";
import { waitFor } from "../support/wait.ts";
import { type IncidentDesk, openIncidents } from "./incident-desk.ts";
import { startWorld, type World } from "./world.ts";

// Of its own for each test: a sweep takes what is due of all tenants.
let world: World;
let desk: IncidentDesk;
let id: string;
beforeEach(async () => {
  world = await startWorld();
  desk = openIncidents(world);
  await desk.enablePlatforms();
  ({ id } = await desk.open());
  desk.hints.length = 0;
});
afterEach(() => world.stop());

const busy: PlatformOutcome = { kind: "failed", reason: "The platform is busy", retryable: true };
const sent: PlatformOutcome = { kind: "sent", ref: null, url: null };
/** Slack does as it is told; the other platform always works. */
const slackAnswers = (outcome: PlatformOutcome) => {
  desk.state.answer = ({ platform }) => (platform === "slack" ? outcome : sent);
};
const key = () => ({ tenantId: desk.tenantId, incidentId: id, platform: "slack" }) as const;
const slackMessages = async () => (await desk.forwarding(id, "slack")).messages;
const toldSlack = () => desk.told.filter(({ platform }) => platform === "slack");

describe("LC-29 telling a platform", () => {
  it("names the incident, and keeps what the platform calls it (D-28)", async () => {
    desk.state.answer = () => ({ kind: "sent", ref: "C42", url: "https://slack.example.org/C42" });

    expect(await deliver(desk.system(), key())).toBe(true);

    const [message] = desk.told;
    expect(message).toMatchObject({
      ...{ action: "trigger", ref: null, repeated: false, attemptKey: `${id} slack 1` },
      incident: {
        ...{ id, service: "payment-api", severity: "critical", status: "open", isFallback: true },
        link: `https://tessera.example.org/dashboard/incidents/${id}`,
      },
    });
    expect(await desk.forwarding(id, "slack")).toMatchObject({
      ref: "C42",
      url: "https://slack.example.org/C42",
      dueAt: null,
    });
  });

  it("is done once: what nobody is to be told leads to nothing", async () => {
    await deliver(desk.system(), key());

    expect(await deliver(desk.system(), key())).toBe(false);
    expect(await deliver(desk.system(), { ...key(), incidentId: "inc-20260301-999" })).toBe(false);
    expect(await deliver(desk.system(), { ...key(), tenantId: "another" })).toBe(false);
    expect(desk.told).toHaveLength(1);
  });

  it("is done by the product alone", async () => {
    await expect(deliver(desk.context(), key())).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is left out where the platform was disabled meanwhile, which shows", async () => {
    await desk.disable("slack");

    await deliver(desk.system(), key());

    expect(desk.told).toEqual([]);
    expect(await slackMessages()).toMatchObject([{ status: "skipped", reason: "The platform is not enabled" }]);
  });
});

describe("LC-29, D-27 a platform that fails", () => {
  it("shows, is hinted at again after the delay, and keeps no other platform waiting", async () => {
    slackAnswers(busy);

    await sweepForwardings(desk.system());

    expect((await desk.forwarding(id, "pagerduty")).messages).toMatchObject([{ status: "sent" }]);
    expect(await slackMessages()).toMatchObject([{ status: "pending", attempts: 1, reason: "The platform is busy" }]);
    expect(desk.hints).toEqual([{ tenantId: desk.tenantId, incidentId: id, delaySeconds: 4 }]);
  });

  it("is tried again by the sweep, once its delay is over, under the same key", async () => {
    slackAnswers(busy);
    await sweepForwardings(desk.system());
    slackAnswers(sent);

    desk.advance(3_000);
    expect(await sweepForwardings(desk.system())).toMatchObject({ checked: 0 });
    desk.advance(1_000);
    expect(await sweepForwardings(desk.system())).toMatchObject({ checked: 1, changed: 1 });

    expect(await slackMessages()).toMatchObject([{ status: "sent", attempts: 2, reason: null }]);
    const [first, second] = toldSlack();
    expect([first?.repeated, second?.repeated]).toEqual([false, true]);
    expect(second?.attemptKey).toBe(first?.attemptKey);
  });

  it("is left alone for as long as it asks for", async () => {
    slackAnswers({ kind: "failed", reason: "Too many requests", retryable: true, retryAfterSeconds: 120 });

    await deliver(desk.system(), key());

    expect((await desk.forwarding(id, "slack")).dueAt).toBe("2026-03-01T12:02:00.000Z");
    expect(desk.hints).toMatchObject([{ delaySeconds: 120 }]);
  });

  it("is given up when it cannot work, with an entry and an event (0.7)", async () => {
    slackAnswers({ kind: "failed", reason: "The platform refused the key", retryable: false });

    await deliver(desk.system(), key());

    expect(await slackMessages()).toMatchObject([{ status: "failed", attempts: 1 }]);
    expect((await desk.trail(id)).at(-1)).toMatchObject({
      action: "incident.forward_failed",
      details: {
        text: "slack could not be told",
        ...{ platform: "slack", message: "trigger", reason: "The platform refused the key", attempts: 1 },
      },
    });
    expect(await desk.trailFault(id)).toBeNull();
    expect(desk.logged).toContainEqual([
      "a platform could not be told of an incident",
      expect.objectContaining({ incidentId: id, platform: "slack" }),
    ]);
  });

  it("is given up after fifty attempts, once", async () => {
    slackAnswers(busy);
    for (let attempt = 1; attempt <= 55; attempt += 1) {
      await deliver(desk.system(), key());
      desk.advance(20 * 60_000);
    }

    expect(toldSlack()).toHaveLength(50);
    expect(await slackMessages()).toMatchObject([{ status: "failed", attempts: 50 }]);
    expect((await desk.trail(id)).map(({ action }) => action)).toEqual(["incident.created", "incident.forward_failed"]);
  });

  it("is given up also when no attempt ever ends", async () => {
    desk.state.answer = () => Promise.reject(new Error("a bug"));
    for (let attempt = 1; attempt <= 55; attempt += 1) {
      await deliver(desk.system(), key()).catch(() => undefined);
      desk.advance(60_000);
    }

    expect(toldSlack()).toHaveLength(50);
    expect(await slackMessages()).toMatchObject([{ status: "failed", reason: "No attempt has come to an end" }]);
  });
});

describe("B1, A12 workers at the same time", () => {
  it("send once, when twenty come at once", async () => {
    const tried = await Promise.all(Array.from({ length: 20 }, () => deliver(desk.system(), key())));

    expect(toldSlack()).toHaveLength(1);
    expect(tried.filter(Boolean)).toHaveLength(1);
    expect(await slackMessages()).toMatchObject([{ status: "sent", attempts: 1 }]);
  });

  it("leave alone what one of them is sending, until its claim has run out", async () => {
    desk.state.answer = () => new Promise(() => {});
    // Its process dies with the answer.
    void deliver(desk.system(), key());
    await waitFor(() => toldSlack().length === 1, { what: "the first attempt" });
    desk.state.answer = () => sent;

    desk.advance(59_999);
    await sweepForwardings(desk.system());
    expect(toldSlack()).toHaveLength(1);
    desk.advance(1);
    await sweepForwardings(desk.system());

    const [first, second] = toldSlack();
    expect(second).toMatchObject({ repeated: true, attemptKey: first?.attemptKey });
    expect(await slackMessages()).toMatchObject([{ status: "sent", attempts: 2 }]);
  });

  it("record one end, also when the first comes back after all", async () => {
    const late = Promise.withResolvers<PlatformOutcome>();
    desk.state.answer = () => late.promise;
    const first = deliver(desk.system(), key());
    await waitFor(() => toldSlack().length === 1, { what: "the first attempt" });
    desk.state.answer = () => ({ kind: "sent", ref: "C1", url: null });
    desk.advance(60_000);
    await deliver(desk.system(), key());

    late.resolve({ kind: "failed", reason: "The platform refused the key", retryable: false });
    await first;

    expect(await slackMessages()).toMatchObject([{ status: "sent", attempts: 2 }]);
    expect((await desk.trail(id)).map(({ action }) => action)).toEqual(["incident.created"]);
  });
});
