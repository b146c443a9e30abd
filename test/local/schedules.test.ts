import { afterEach, describe, expect, it } from "vitest";
import { type Schedules, startSchedules } from "../../packages/local/src/schedules.ts";
import { waitFor } from "../support/wait.ts";

const running: Schedules[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((schedules) => schedules.stop(3_000)));
});

function start(handler: (event: unknown) => Promise<unknown>, warn: (message: string) => void = () => {}): Schedules {
  const schedules = startSchedules({
    schedules: [{ name: "sweep", everySeconds: 1, handler }],
    log: { info: () => {}, warn },
  });
  running.push(schedules);
  return schedules;
}

describe("X-41 scheduled functions", () => {
  it("get the event that EventBridge Scheduler sends", async () => {
    const events: unknown[] = [];
    const schedules = start(async (event) => void events.push(event));

    await schedules.runAll();

    expect(events[0]).toEqual({
      version: "0",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      "detail-type": "Scheduled Event",
      source: "aws.scheduler",
      account: "000000000000",
      time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
      region: "us-east-1",
      resources: ["arn:aws:scheduler:us-east-1:000000000000:schedule/default/sweep"],
      detail: "{}",
    });
  });

  it("run again and again", async () => {
    let runs = 0;

    start(async () => {
      runs += 1;
    });

    await waitFor(() => runs >= 2, { what: "the second run" });
  });

  it("never overlap: a run that takes longer than the interval is waited for", async () => {
    let active = 0;
    let most = 0;
    let runs = 0;

    const schedules = start(async () => {
      runs += 1;
      active += 1;
      most = Math.max(most, active);
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      active -= 1;
    });
    await Promise.all([schedules.runAll(), waitFor(() => runs >= 2, { what: "the second run" })]);

    expect(most).toBe(1);
  });

  it("go on after a run that failed", async () => {
    const warnings: string[] = [];
    let runs = 0;

    start(
      async () => {
        runs += 1;
        throw new Error("table is away");
      },
      (message) => void warnings.push(message),
    );

    await waitFor(() => runs >= 2, { what: "the second run" });
    expect(warnings).toContain("a scheduled run failed");
  });

  it("wait for the run under way when they are stopped", async () => {
    let finished = false;
    const schedules = start(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      finished = true;
    });
    void schedules.runAll();

    await schedules.stop(3_000);

    expect(finished).toBe(true);
  });
});
