import {
  escalateIncident,
  forwardIncident,
  type IncidentMove,
  moveIncident,
  moveIncidents,
  type PlatformOutcome,
  sweepForwardings,
} from "@tessera/core/incidents";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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
});
afterEach(() => world.stop());

const sent: PlatformOutcome = { kind: "sent", ref: "REF", url: null };
const busy: PlatformOutcome = { kind: "failed", reason: "The platform is busy", retryable: true };
const sweep = () => sweepForwardings(desk.system());
const act = (move: IncidentMove) => moveIncidents(desk.context(), { ids: [id], move });
const toldTo = (platform: string) =>
  desk.told.filter((one) => one.platform === platform).map(({ action, incident }) => `${action} ${incident.status}`);

describe("LC-50 what happens to an incident", () => {
  it("is told to everybody who knows of it, in order, with the name that they gave it", async () => {
    desk.state.answer = () => sent;
    await sweep();
    for (const move of ["acknowledge", "resolve", "reopen", "resolve"] as const) {
      desk.advance(60_000);
      await act(move);
      await sweep();
    }

    const story = ["trigger open", "acknowledge acknowledged", "resolve resolved", "trigger open", "resolve resolved"];
    expect(toldTo("slack")).toEqual(story);
    expect(toldTo("pagerduty")).toEqual(story);
    expect(desk.told.slice(2).every(({ ref }) => ref === "REF")).toBe(true);
    expect(new Set(desk.told.map(({ attemptKey }) => attemptKey)).size).toBe(10);
  });

  it("is told in order also to one that was down all the while", async () => {
    desk.state.answer = ({ platform }) => (platform === "slack" ? busy : sent);
    await sweep();
    await act("acknowledge");
    await act("resolve");
    await sweep();
    expect(toldTo("slack")).toEqual(["trigger open"]);
    expect(toldTo("pagerduty")).toHaveLength(3);

    desk.state.answer = () => sent;
    desk.advance(5_000);
    await sweep();

    const told = desk.told.filter(({ platform }) => platform === "slack").map(({ action }) => action);
    expect(told).toEqual(["trigger", "trigger", "acknowledge", "resolve"]);
    const { messages, dueAt } = await desk.forwarding(id, "slack");
    expect(messages.map(({ status }) => status)).toEqual(["sent", "sent", "sent"]);
    expect(dueAt).toBeNull();
  });

  it("is not lost when it happens while a platform is being told", async () => {
    const { promise, resolve } = Promise.withResolvers<PlatformOutcome>();
    desk.state.answer = () => promise;
    const sweeping = sweep();
    await waitFor(() => desk.told.length === 2, { what: "both platforms" });

    await act("acknowledge");
    resolve(sent);
    await sweeping;

    expect(desk.told.map(({ action }) => action).sort()).toEqual(["acknowledge", "acknowledge", "trigger", "trigger"]);
  });

  it("is hinted at, so that nobody waits for the sweep", async () => {
    desk.hints.length = 0;

    await moveIncident(desk.context(), { id, move: "acknowledge" });

    expect(desk.hints).toEqual([{ tenantId: desk.tenantId, incidentId: id, delaySeconds: 0 }]);
  });

  it("is told to those as well who learned of it by an escalation", async () => {
    desk.state.answer = () => sent;
    await desk.enable(["opsgenie"]);
    await escalateIncident(desk.context(), { id, platforms: ["opsgenie"] });
    await act("resolve");
    await sweep();

    expect(toldTo("opsgenie")).toEqual(["trigger escalated", "resolve resolved"]);
  });
});

describe("LC-61 telling one more platform", () => {
  it("tells it, by whoever gets the hint, whether or not its route leads there", async () => {
    await desk.enable(["jira"]);
    await sweep();
    desk.told.length = 0;
    desk.hints.length = 0;

    const incident = await forwardIncident(desk.context(), { id, platform: "jira" });
    expect(incident.id).toBe(id);
    expect(desk.told).toEqual([]);
    expect(desk.hints).toHaveLength(1);
    await sweep();

    expect(desk.told.map(({ platform, action }) => [platform, action])).toEqual([["jira", "trigger"]]);
  });

  it("tells one again that was given up", async () => {
    desk.state.answer = () => ({ kind: "failed", reason: "The platform refused the key", retryable: false });
    await sweep();
    desk.state.answer = () => sent;

    await forwardIncident(desk.context(), { id, platform: "slack" });
    await sweep();

    const { messages } = await desk.forwarding(id, "slack");
    expect(messages.map(({ status }) => status)).toEqual(["failed", "sent"]);
  });

  it("is refused for a platform that is not enabled, an unknown incident, and a reader", async () => {
    const forward = (platform: "jira" | "slack", of = id, context = desk.context()) =>
      forwardIncident(context, { id: of, platform });
    const reader = desk.context({ roles: [], scopes: ["incidents:read"] });

    await expect(forward("jira")).rejects.toMatchObject({ code: "unprocessable", details: { field: "platform" } });
    await expect(forward("slack", "inc-20260301-999")).rejects.toMatchObject({ code: "not_found" });
    await expect(forward("slack", id, reader)).rejects.toMatchObject({ code: "forbidden" });
    expect((await desk.view(id)).forwardings.flatMap(({ messages }) => messages)).toHaveLength(2);
  });
});
