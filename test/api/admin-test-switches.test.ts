import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, runStages, submitJob, type TestApp } from "../support/api.ts";

let test: TestApp;
let key: string;

beforeAll(async () => {
  test = await createTestApp();
  ({ key } = await test.signUp({ scopes: ["admin"] }));
});

describe("X-53, D-12 POST /admin/sweeps", () => {
  it("runs the named sweep now and answers its summary", async () => {
    const caller = await test.signUp();
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId);
    test.clock.advance(7 * 86_400_000);

    const { status, body } = await test.call("POST", "/admin/sweeps", { key, body: { name: "expire-jobs" } });

    expect(status).toBe(200);
    expect(body).toMatchObject({ checked: expect.any(Number), changed: expect.any(Number), requeued: 0 });
    expect(body.expired).toBeGreaterThanOrEqual(1);
    expect((await test.store.jobs.load(jobId))?.status).toBe("expired");
  });

  it.each([{ name: "nothing" }, { name: "__proto__" }, { name: "toString" }, { name: 1 }, {}])(
    "refuses %j",
    async (body) => {
      const answer = await test.call("POST", "/admin/sweeps", { key, body });

      expect([answer.status, answer.body.error.code]).toEqual([400, "invalid_request"]);
    },
  );
});

describe("X-53, D-21 POST /admin/clock", () => {
  it("moves the product's clock and answers the time", async () => {
    const set = await test.call("POST", "/admin/clock", { key, body: { set: "2027-01-01T01:00:00+01:00" } });
    const advanced = await test.call("POST", "/admin/clock", { key, body: { advance_ms: 90_000 } });
    const health = await test.call("GET", "/health");

    expect([set.status, set.body]).toEqual([200, { now: "2027-01-01T00:00:00.000Z" }]);
    expect(advanced.body).toEqual({ now: "2027-01-01T00:01:30.000Z" });
    expect(health.body.timestamp).toBe("2027-01-01T00:01:30.000Z");
  });

  it.each([
    {},
    { advance_ms: "1" },
    { advance_ms: 1.5 },
    { advance_ms: 1e300 },
    { set: "noon" },
    { set: "2027-01-01" },
    { set: null },
    { set: "2027-01-01T00:00:00Z", advance_ms: 1 },
  ])("refuses %j", async (body) => {
    const before = test.clock.now();

    const { status } = await test.call("POST", "/admin/clock", { key, body });

    expect(status).toBe(400);
    expect(test.clock.now()).toEqual(before);
  });
});

describe("X-53 a switch that is off", () => {
  it.each([
    { what: "production", change: { testSwitches: false }, sweeps: 404, clock: 404 },
    { what: "no test clock", change: { testClock: null }, sweeps: 200, clock: 404 },
  ])("has no route: $what", async ({ change, sweeps, clock }) => {
    const off = await createTestApp(change);
    const admin = await off.signUp({ scopes: ["admin"] });

    const sweep = await off.call("POST", "/admin/sweeps", { key: admin.key, body: { name: "expire-jobs" } });
    const move = await off.call("POST", "/admin/clock", { key: admin.key, body: { advance_ms: 1 } });

    expect([sweep.status, move.status]).toEqual([sweeps, clock]);
  });
});
