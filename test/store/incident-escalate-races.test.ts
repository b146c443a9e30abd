import { escalateIncident, moveIncident, type PlatformOutcome, sweepForwardings } from "@tessera/core/incidents";
import { updateRouting } from "@tessera/core/settings";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitFor } from "../support/wait.ts";
import { type IncidentDesk, openIncidents } from "./incident-desk.ts";
import { startWorld, type World } from "./world.ts";

// Of its own for each test: a sweep takes what is due of all tenants.
let world: World;
let desk: IncidentDesk;
beforeEach(async () => {
  world = await startWorld();
  desk = openIncidents(world);
  await desk.enable(["pagerduty"]);
  await updateRouting(desk.context(), { patch: { critical: [] } });
});
afterEach(() => world.stop());

const sent: PlatformOutcome = { kind: "sent", ref: "REF", url: null };
const escalate = (id: string) => escalateIncident(desk.context(), { id });
const messagesOf = async (id: string) =>
  (await desk.forwarding(id, "pagerduty")).messages.map(({ action, status }) => `${action} ${status}`);

/** A platform that answers its first message when it is told to. */
function holdFirstAnswer(): (outcome: PlatformOutcome) => void {
  const { promise, resolve } = Promise.withResolvers<PlatformOutcome>();
  let isFirst = true;
  desk.state.answer = () => {
    if (!isFirst) return sent;
    isFirst = false;
    return promise;
  };
  return resolve;
}
const isTold = (count: number) => waitFor(() => desk.told.length === count, { what: `${count} messages` });

describe("LC-7, LC-50 an escalation while others act", () => {
  it("is refused when somebody has resolved it, and the platform that was told learns of the end", async () => {
    const { id } = await desk.open();
    const answer = holdFirstAnswer();
    const escalation = escalate(id);
    await isTold(1);

    const resolving = moveIncident(desk.context(), { id, move: "resolve" });
    await resolving;
    answer(sent);

    await expect(escalation).rejects.toMatchObject({ code: "invalid_transition" });
    expect((await desk.trail(id)).map(({ action }) => action)).toEqual(["incident.created", "incident.resolved"]);
    await sweepForwardings(desk.system());
    expect(await messagesOf(id)).toEqual(["trigger sent", "resolve sent"]);
    expect(desk.told.map(({ action }) => action)).toEqual(["trigger", "resolve"]);
  });

  it("is refused and taken back also where the platform was told after the end", async () => {
    const { id } = await desk.open();
    const context = desk.context();
    const find: typeof world.incidentSettings.find = async (tenantId) => {
      await moveIncident(desk.context(), { id, move: "resolve" });
      return world.incidentSettings.find(tenantId);
    };

    const late = escalateIncident({ ...context, incidentSettings: { ...world.incidentSettings, find } }, { id });

    await expect(late).rejects.toMatchObject({ code: "invalid_transition" });
    await sweepForwardings(desk.system());
    expect(desk.told.map(({ action }) => action)).toEqual(["trigger", "resolve"]);
  });

  it("keeps its message apart from one that comes meanwhile, which is told behind it", async () => {
    const { id } = await desk.open();
    const answer = holdFirstAnswer();
    const escalation = escalate(id);
    await isTold(1);

    await moveIncident(desk.context(), { id, move: "acknowledge" });
    await sweepForwardings(desk.system());
    expect(desk.told).toHaveLength(1);
    answer(sent);
    await escalation;
    await sweepForwardings(desk.system());

    expect(await messagesOf(id)).toEqual(["trigger sent", "acknowledge sent"]);
    expect(new Set(desk.told.map(({ attemptKey }) => attemptKey)).size).toBe(2);
  });

  it("is not sent a second time by a worker, also when another one escalates too (B1)", async () => {
    const { id } = await desk.open();
    const answer = holdFirstAnswer();
    const first = escalate(id);
    await isTold(1);

    await escalate(id);
    desk.advance(1_000);
    await sweepForwardings(desk.system());
    expect(desk.told).toHaveLength(2);
    answer(sent);
    await first;
    await sweepForwardings(desk.system());

    expect(desk.told).toHaveLength(2);
    expect(await messagesOf(id)).toEqual(["trigger sent", "trigger sent"]);
  });
});

describe("A12 an escalation whose process dies", () => {
  it("is told again after its claim has run out, under the same key", async () => {
    const { id } = await desk.open();
    holdFirstAnswer();
    // Nobody waits for it any more.
    void escalate(id);
    await isTold(1);

    desk.advance(59_000);
    await sweepForwardings(desk.system());
    expect(desk.told).toHaveLength(1);
    desk.advance(1_000);
    await sweepForwardings(desk.system());

    const [first, second] = desk.told;
    expect(second).toMatchObject({ attemptKey: first?.attemptKey, repeated: true, action: "trigger" });
    expect(await messagesOf(id)).toEqual(["trigger sent"]);
  });
});
