import { AppError } from "@tessera/core/errors";
import { moveIncident, sweepForwardings, sweepIncidents, workOnIncident } from "@tessera/core/incidents";
import { updateLlm } from "@tessera/core/settings";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitFor } from "../support/wait.ts";
import { createWorld, hang, replyOf } from "../unit/incidents/rca/world.ts";
import { openaiModels } from "../unit/settings/settings-world.ts";
import { type IncidentDesk, openIncidents } from "./incident-desk.ts";
import { createWorkContext } from "./incident-worker.ts";
import { startWorld, type World } from "./world.ts";

const words = {
  title: "Connections of payment-api to orders-db are refused",
  rootCause: "orders-db does not listen any more since its restart.",
  impact: "No payment is saved.",
  reproduceSteps: ["Send a payment."],
  suggestedFix: "Start orders-db.",
};
const good = replyOf(JSON.stringify(words));

// Of its own for each test: a sweep takes what is due of all tenants.
let world: World;
let desk: IncidentDesk;
let models: ReturnType<typeof createWorld>;
let id: string;
beforeEach(async () => {
  world = await startWorld();
  desk = openIncidents(world, { modelSettings: openaiModels });
  models = createWorld(async () => good);
  await desk.enablePlatforms();
  ({ id } = await desk.open());
});
afterEach(() => world.stop());

const work = (incidentId = id) =>
  workOnIncident(createWorkContext(desk, models), { tenantId: desk.tenantId, incidentId });
const stored = async () => (await desk.view(id)).incident;
const told = () => desk.told.map(({ platform, incident }) => [platform, incident.isFallback, incident.rootCause]);

describe("LC-26 the words of a model", () => {
  it("replace those of the rules, and nothing else of the incident", async () => {
    const before = await stored();

    await work();

    expect(models.calls).toHaveLength(1);
    expect(await stored()).toEqual({
      ...before,
      ...{ title: words.title, rca: { ...words, source: "llm" }, analysisDueAt: null },
      version: before.version + 2,
    });
    expect((await desk.trail(id)).map(({ action }) => action)).toEqual(["incident.created"]);
  });

  it("are asked for once, under twenty hints at once and more behind them (B1)", async () => {
    await Promise.all(Array.from({ length: 20 }, () => work()));
    await work();

    expect(models.calls).toHaveLength(1);
    expect(desk.told).toHaveLength(2);
  });

  it("are not asked for where the tenant asks no model (LC-45)", async () => {
    await updateLlm(desk.context(), { patch: { provider: "disabled" } });
    const { id: other, analysisDueAt } = await desk.open({ service: "checkout" });

    await work(other);

    expect(analysisDueAt).toBeNull();
    expect(models.calls).toEqual([]);
  });

  it("are not asked for when the incident was resolved before", async () => {
    await moveIncident(desk.context(), { id, move: "resolve" });

    await work();

    expect(models.calls).toEqual([]);
    expect((await stored()).rca.source).toBe("fallback");
  });

  it("do not undo what others do to the incident meanwhile", async () => {
    models.model.answer = async () => {
      await moveIncident(desk.context(), { id, move: "acknowledge" });
      await desk.takeIn();
      return good;
    };

    await work();

    expect(await stored()).toMatchObject({ status: "acknowledged", anomalyCount: 2, rca: { source: "llm" } });
  });
});

describe("LC-26, LC-29 the platforms", () => {
  it("that page are told at once, those that file when the words are there", async () => {
    const { promise, resolve } = Promise.withResolvers<typeof good>();
    models.model.answer = () => promise;

    const working = work();
    await waitFor(() => desk.told.length === 1 && models.calls.length === 1, { what: "the page" });
    desk.advance(3_000);
    resolve(good);
    await working;

    expect(told()).toEqual([
      ["pagerduty", true, expect.stringContaining("orders-db")],
      ["slack", false, words.rootCause],
    ]);
  });

  it("that file wait for six seconds at most, whoever dies with the words", async () => {
    models.model.answer = hang;
    void work();
    await waitFor(() => desk.told.length === 1 && models.calls.length === 1, { what: "the page" });

    desk.advance(5_999);
    await sweepForwardings(desk.system());
    expect(desk.told).toHaveLength(1);
    desk.advance(1);
    await sweepForwardings(desk.system());

    expect(told()[1]).toEqual(["slack", true, expect.stringContaining("orders-db")]);
  });

  it.each([
    ["is down", async () => Promise.reject(new AppError("model_unavailable", "unreachable"))],
    ["says nothing of use", async () => replyOf("I am sorry")],
    ["fails in a way that nobody knows", async () => Promise.reject(new Error("?"))],
  ])("are told the rules' words, without waiting any longer, when the model %s", async (_how, answer) => {
    models.model.answer = answer;

    await work();

    expect(told().map(([platform, isFallback]) => [platform, isFallback])).toEqual([
      ["pagerduty", true],
      ["slack", true],
    ]);
    expect(await stored()).toMatchObject({ analysisDueAt: null, rca: { source: "fallback" } });
  });

  it("are told when the model takes too long: after its five seconds, and once", async () => {
    models.model.answer = hang;
    const working = work();
    await waitFor(() => models.timers.length > 0, { what: "the question" });

    models.runOut();
    await working;

    expect(models.timers.every(({ ms }) => ms <= 5_500)).toBe(true);
    expect(told()).toHaveLength(2);
  });
});

describe("LC-26 a question whose asker died", () => {
  beforeEach(async () => {
    models.model.answer = hang;
    void work();
    await waitFor(() => models.calls.length === 1, { what: "the question" });
    models.model.answer = async () => good;
    desk.hints.length = 0;
  });

  it("is asked again a minute later, by the hint of a sweep", async () => {
    desk.advance(59_999);
    await sweepIncidents(desk.system());
    await work();
    expect([desk.hints.length, models.calls.length]).toEqual([0, 1]);

    desk.advance(1);
    expect(await sweepIncidents(desk.system())).toMatchObject({ checked: 1, changed: 1 });
    expect(desk.hints).toEqual([{ tenantId: desk.tenantId, incidentId: id, delaySeconds: 0 }]);
    await work();

    expect(models.calls).toHaveLength(2);
    expect((await stored()).rca.source).toBe("llm");
  });

  it("is given up after a quarter of an hour: the rules' words stay", async () => {
    desk.advance(15 * 60_000 + 1);

    await sweepIncidents(desk.system());

    expect(await stored()).toMatchObject({ analysisDueAt: null, rca: { source: "fallback" } });
    expect(desk.hints).toEqual([]);
    expect(await sweepIncidents(desk.system())).toMatchObject({ checked: 0 });
  });
});

describe("B3 hints about nothing", () => {
  it("lead to nothing, and do not come back", async () => {
    await work("inc-20260301-999");
    await work("");
    await workOnIncident(createWorkContext(desk, models), { tenantId: "another", incidentId: id });

    expect([models.calls.length, desk.told.length]).toEqual([0, 0]);
  });
});
