import { escalateIncident, type Incident, type PlatformOutcome, workOnIncident } from "@tessera/core/incidents";
import { type PlatformName, updateRouting } from "@tessera/core/settings";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type IncidentDesk, openIncidents } from "./incident-desk.ts";
import { createWorkContext } from "./incident-worker.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const escalate = (desk: IncidentDesk, { id }: Incident, platforms?: PlatformName[]) =>
  escalateIncident(desk.context(), { id, platforms });
const toldOf = (desk: IncidentDesk) => desk.told.map(({ platform }) => platform).sort();
const busy: PlatformOutcome = { kind: "failed", reason: "The platform is busy", retryable: true };
const refused: PlatformOutcome = { kind: "failed", reason: "The platform refused the key", retryable: false };

describe("LC-7 who is told of an escalation", () => {
  it("those that the caller names, each once", async () => {
    const desk = openIncidents(world);
    await desk.enable(["pagerduty", "slack", "jira"]);
    const incident = await desk.open({ severity: "low" });

    const { incident: after, escalatedTo } = await escalate(desk, incident, ["jira", "slack", "jira"]);

    expect(escalatedTo).toEqual(["jira", "slack"]);
    expect(toldOf(desk)).toEqual(["jira", "slack"]);
    expect(after).toMatchObject({ status: "escalated", escalatedAt: "2026-03-01T12:00:00.000Z", escalatedTo });
    expect((await desk.trail(incident.id)).at(-1)?.details.text).toBe("Escalated to jira, slack");
  });

  it("else those that page, if they are enabled", async () => {
    const desk = openIncidents(world);
    await desk.enable(["pagerduty", "slack", "opsgenie"]);
    await desk.disable("pagerduty");
    const incident = await desk.open({ severity: "low" });

    expect(await escalate(desk, incident)).toMatchObject({ escalatedTo: ["opsgenie"] });
    await desk.enable(["pagerduty"]);
    expect(await escalate(desk, incident)).toMatchObject({ escalatedTo: ["pagerduty", "opsgenie"] });
  });

  it("else the enabled platforms of the next higher severity's route that do not know of it yet", async () => {
    const desk = openIncidents(world);
    await desk.enable(["jira", "slack"]);
    await updateRouting(desk.context(), { patch: { high: ["servicenow", "slack", "jira"], medium: ["jira"] } });
    const incident = await desk.open({ severity: "medium" });

    expect(await escalate(desk, incident)).toMatchObject({ escalatedTo: ["slack"] });
    // Now they all know: that the incident is escalated once more is recorded (D-25).
    expect(await escalate(desk, incident)).toMatchObject({ escalatedTo: [], incident: { escalatedTo: ["slack"] } });
  });

  it("among these also one that could not be told before", async () => {
    const desk = openIncidents(world);
    await desk.enable(["slack"]);
    const incident = await desk.open({ severity: "medium" });
    desk.state.answer = () => refused;
    expect(await escalate(desk, incident)).toMatchObject({ escalatedTo: [] });

    desk.state.answer = () => ({ kind: "sent", ref: null, url: null });

    expect(await escalate(desk, incident)).toMatchObject({ escalatedTo: ["slack"] });
  });

  it("else nobody, which is said (D-30)", async () => {
    const desk = openIncidents(world);
    await desk.enable(["slack"]);
    const incident = await desk.open();

    const { incident: after, escalatedTo } = await escalate(desk, incident);

    expect([after.status, escalatedTo]).toEqual(["escalated", []]);
    expect((await desk.trail(incident.id)).at(-1)?.details.text).toBe("Escalated to no platform");
  });
});

describe("D-25 an escalated incident", () => {
  it("is escalated again, with a new time and an entry of its own", async () => {
    const desk = openIncidents(world);
    await desk.enable(["pagerduty"]);
    const incident = await desk.open();
    await escalate(desk, incident);
    desk.advance(60_000);

    const { incident: after } = await escalate(desk, incident);

    expect(after).toMatchObject({ escalatedAt: "2026-03-01T12:01:00.000Z", escalatedTo: ["pagerduty"] });
    expect((await desk.trail(incident.id)).map(({ action }) => action)).toEqual([
      "incident.created",
      "incident.escalated",
      "incident.escalated",
    ]);
    expect(new Set(desk.told.map(({ attemptKey }) => attemptKey)).size).toBe(2);
  });
});

describe("LC-7, D-27 what a platform says to an escalation", () => {
  it("is kept: one that fails is left out, recorded, and tried on where it may work later", async () => {
    const desk = openIncidents(world);
    await desk.enable(["pagerduty", "opsgenie", "slack"]);
    await updateRouting(desk.context(), { patch: { critical: [] } });
    const incident = await desk.open();
    desk.state.answer = ({ platform }) =>
      ({ pagerduty: busy, opsgenie: refused })[platform as string] ?? { kind: "sent", ref: "C1", url: null };

    const { escalatedTo } = await escalate(desk, incident, ["pagerduty", "opsgenie", "slack", "jira"]);

    expect(escalatedTo).toEqual(["slack"]);
    expect((await desk.trail(incident.id)).at(-1)?.details).toMatchObject({
      text: "Escalated to slack",
      failures: [
        { platform: "pagerduty", reason: "The platform is busy" },
        { platform: "opsgenie", reason: "The platform refused the key" },
        { platform: "jira", reason: "The platform is not enabled" },
      ],
    });
    const rowOf = async (platform: PlatformName) => {
      const { messages, dueAt, ref } = await desk.forwarding(incident.id, platform);
      return { messages: messages.map(({ status, attempts, reason }) => [status, attempts, reason]), dueAt, ref };
    };
    expect(await rowOf("slack")).toEqual({ messages: [["sent", 1, null]], dueAt: null, ref: "C1" });
    expect(await rowOf("pagerduty")).toEqual({
      messages: [["pending", 1, "The platform is busy"]],
      dueAt: "2026-03-01T12:00:03.300Z",
      ref: null,
    });
    expect((await rowOf("opsgenie")).messages).toEqual([["failed", 1, "The platform refused the key"]]);
    expect((await rowOf("jira")).messages).toEqual([["failed", 1, "The platform is not enabled"]]);
  });

  it("is asked for again under the same key, by whoever gets the hint", async () => {
    const desk = openIncidents(world);
    await desk.enable(["pagerduty"]);
    await updateRouting(desk.context(), { patch: { critical: [] } });
    const incident = await desk.open();
    desk.state.answer = () => busy;
    await escalate(desk, incident);

    desk.state.answer = () => ({ kind: "sent", ref: null, url: null });
    desk.advance(5_000);
    await workOnIncident(createWorkContext(desk), { tenantId: desk.tenantId, incidentId: incident.id });

    const [first, second] = desk.told;
    expect(second).toMatchObject({ attemptKey: first?.attemptKey, repeated: true });
    expect((await desk.forwarding(incident.id, "pagerduty")).messages).toMatchObject([{ status: "sent", attempts: 2 }]);
  });
});
