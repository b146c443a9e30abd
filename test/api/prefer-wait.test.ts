import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Caller, createTestApp, runStages, submitBody, submitJob, type TestApp } from "../support/api.ts";

let test: TestApp;
let caller: Caller;
/** Done one after the other, each in one of the pauses between two looks at the table. */
let script: (() => Promise<unknown>)[];

beforeAll(async () => {
  test = await createTestApp({
    limits: { submitsPerMinute: 10_000, readsPerMinute: 600, deskPerMinute: 100_000, maxBodyBytes: 262_144 },
    sleep: async (ms) => {
      test.clock.advance(ms);
      await script.shift()?.();
    },
  });
  caller = await test.signUp();
});

beforeEach(() => {
  script = [];
});

/** An act, and the seconds that it took by the product's clock. */
async function timed<Answer>(act: Promise<Answer>): Promise<[Answer, number]> {
  const before = test.clock.now().getTime();
  const answer = await act;
  return [answer, (test.clock.now().getTime() - before) / 1_000];
}

function get(path: string, prefer?: string) {
  return test.call("GET", path, { key: caller.key, headers: prefer === undefined ? {} : { prefer } });
}

const quiet = async () => {};

describe("RFC 7240 Prefer: wait on submit", () => {
  it.each(["/tickets/v1/jobs", "/v1/task-generation/jobs"])(
    "POST %s answers 202 as soon as the job has ended, with its status at that moment",
    async (path) => {
      script = [quiet, () => runStages(test, test.sent.at(-1) ?? "")];
      const submit = test.call("POST", path, { key: caller.key, body: submitBody(), headers: { prefer: "wait=20" } });

      const [{ status, body, headers }, seconds] = await timed(submit);

      expect([status, body.status]).toEqual([202, "completed"]);
      expect(headers.get("preference-applied")).toBe("wait=20");
      expect(seconds).toBeLessThan(1);
    },
  );

  it("answers the job as it is when the time is up", async () => {
    const submit = test.call("POST", "/tickets/v1/jobs", {
      key: caller.key,
      body: submitBody(),
      headers: { prefer: "respond-async, wait=3" },
    });

    const [{ status, body }, seconds] = await timed(submit);

    expect([status, body.status, seconds]).toEqual([202, "queued", 3]);
  });

  it("needs no scope but the submit's", async () => {
    const { key } = await test.signUp({ scopes: ["tickets:submit"] });

    const { status } = await test.call("POST", "/tickets/v1/jobs", {
      key,
      body: submitBody(),
      headers: { prefer: "wait=1" },
    });

    expect(status).toBe(202);
  });
});

describe("RFC 7240 Prefer: wait on a job's status and result", () => {
  it("answers the status as soon as the job has ended", async () => {
    const jobId = await submitJob(test, caller.key);
    script = [() => runStages(test, jobId, 2), () => runStages(test, jobId)];

    const [{ status, body }, seconds] = await timed(get(`/tickets/v1/jobs/${jobId}`, "wait=20"));

    expect([status, body.status]).toEqual([200, "completed"]);
    expect(seconds).toBeLessThan(1);
  });

  it("answers the result as soon as there is one", async () => {
    const jobId = await submitJob(test, caller.key);
    script = [quiet, () => runStages(test, jobId)];

    const { status, body, headers } = await get(`/tickets/v1/jobs/${jobId}/result`, "wait=20");

    expect([status, body.schema_version]).toEqual([200, "tickets.result.v1"]);
    expect(headers.get("preference-applied")).toBe("wait=20");
  });

  it("answers 202 as ever when there is no result in time, with the status of that moment", async () => {
    const jobId = await submitJob(test, caller.key);
    script = [() => runStages(test, jobId, 1)];

    const [{ status, body, headers }, seconds] = await timed(get(`/tickets/v1/jobs/${jobId}/result`, "wait=2"));

    expect([status, seconds, headers.get("retry-after")]).toEqual([202, 2, "2"]);
    expect(body.error.message).toContain("processing");
  });

  it.each(["", "/result"])("does not wait for a job%s that has ended", async (suffix) => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId);

    const [{ headers }, seconds] = await timed(get(`/tickets/v1/jobs/${jobId}${suffix}`, "wait=5"));

    expect([seconds, headers.get("preference-applied")]).toEqual([0, "wait=5"]);
  });

  it("does not wait for a job that is not there", async () => {
    const [{ status, headers }, seconds] = await timed(get(`/tickets/v1/jobs/${crypto.randomUUID()}`, "wait=5"));

    expect([status, seconds, headers.get("preference-applied")]).toEqual([404, 0, null]);
  });

  it("counts as one read, however often it looks", async () => {
    const { key } = await test.signUp();
    const jobId = await submitJob(test, key);

    const { headers } = await test.call("GET", `/tickets/v1/jobs/${jobId}`, { key, headers: { prefer: "wait=20" } });

    expect(headers.get("ratelimit")).toMatch(/^"read";r=599;/);
  });

  it("looks at the table about once a second, not more", async () => {
    const jobId = await submitJob(test, caller.key);
    test.logged.length = 0;

    await get(`/tickets/v1/jobs/${jobId}`, "wait=20");

    const reads = test.logged.find(({ message }) => message === "request")?.fields.table;
    expect(reads).toMatchObject({ requests: expect.closeTo(26, -1) });
  });
});

describe("RFC 7240 how a preference is written", () => {
  it.each([
    ["wait=5", "wait=5"],
    ["Wait = 5", "wait=5"],
    ['wait="5"', "wait=5"],
    ["wait=0", "wait=0"],
    ["wait=20", "wait=20"],
    ["wait=21", "wait=20"],
    ["wait=99999999999999999999", "wait=20"],
    ["respond-async, wait=5", "wait=5"],
    [", ,wait=5,", "wait=5"],
    ["handling=lenient; x=y, wait=5; z", "wait=5"],
    // Only the first of two counts.
    ["wait=3, wait=9", "wait=3"],
    ["wait=x, wait=9", null],
    ['note="a, wait=5"', null],
    ['note="a\\", wait=5", wait=4', "wait=4"],
    ["handling=lenient; wait=5", null],
    ["return=minimal", null],
    ["wait", null],
    ["wait=", null],
    ["wait=-1", null],
    ["wait=1.5", null],
    ["wait=5s", null],
    ["wait=0x5", null],
    ["wait=5 6", null],
    ['wait="5', null],
    ["=5", null],
    [",", null],
  ])("%s is applied as %s", async (prefer, applied) => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId);

    const { status, headers } = await get(`/tickets/v1/jobs/${jobId}`, prefer);

    expect([status, headers.get("preference-applied")]).toEqual([200, applied]);
  });

  it.each(['"\\', "a;", " ,", "a=\t;", 'a="\\"', "a  "])("takes no time over 16 KB of %j", async (piece) => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId);
    const startedAt = performance.now();

    const { status } = await get(`/tickets/v1/jobs/${jobId}`, `${piece.repeat(16_000 / piece.length)}@`);

    expect(status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
