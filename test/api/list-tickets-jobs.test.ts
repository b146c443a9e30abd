import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, runStages, submitJob, type TestApp } from "../support/api.ts";

const path = "/tickets/v1/jobs";
const limits = { submitsPerMinute: 10_000, readsPerMinute: 10_000, deskPerMinute: 100_000, maxBodyBytes: 262_144 };

let test: TestApp;

beforeAll(async () => {
  test = await createTestApp({ limits, jobSettings: { bounds: { perClient: 1_000, global: 10_000 } } });
});

function list(caller: Caller, query = "") {
  return test.call("GET", path + query, { key: caller.key });
}

function idsOf(body: { jobs: { job_id: string }[] }): string[] {
  return body.jobs.map((job) => job.job_id);
}

/** Ids in the order of submission, each a millisecond after the one before. */
async function submitMany(caller: Caller, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    test.clock.advance(1);
    ids.push(await submitJob(test, caller.key));
  }
  return ids;
}

describe("TF-34 GET /tickets/v1/jobs", () => {
  it("answers the caller's jobs, newest first, and nothing else", async () => {
    const caller = await test.signUp();
    const ids = await submitMany(caller, 3);
    await submitMany(await test.signUp({ tenantId: caller.tenantId }), 1);

    const { status, body, headers } = await list(caller);

    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(["jobs"]);
    expect(idsOf(body)).toEqual(ids.reverse());
    expect(headers.get("link")).toBeNull();
  });

  it("is empty for a new client", async () => {
    expect((await list(await test.signUp())).text).toBe('{"jobs":[]}');
  });

  it("answers 100 of 101 jobs and a link to the last one", async () => {
    const caller = await test.signUp();
    const ids = (await submitMany(caller, 101)).reverse();

    const first = await list(caller);
    const link = /^<([^>]+)>; rel="next"$/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const second = await test.call("GET", link, { key: caller.key });

    expect(idsOf(first.body)).toEqual(ids.slice(0, 100));
    expect(idsOf(second.body)).toEqual(ids.slice(100));
    expect(second.headers.get("link")).toBeNull();
  });

  it("filters by status and keeps the filter in its link", async () => {
    const caller = await test.signUp();
    const [done = "", ...waiting] = await submitMany(caller, 3);
    await runStages(test, done);

    const completed = await list(caller, "?status=completed");
    const queued = await list(caller, "?status=queued&limit=1");
    const link = /^<([^>]+)>/.exec(queued.headers.get("link") ?? "")?.[1] ?? "";
    const rest = await test.call("GET", link, { key: caller.key });

    expect(idsOf(completed.body)).toEqual([done]);
    expect([...idsOf(queued.body), ...idsOf(rest.body)]).toEqual(waiting.reverse());
  });
});

describe("K6, J3, Appendix D-1 a list request that is wrong answers 400", () => {
  it.each([
    "?limit=0",
    "?limit=-1",
    "?limit=501",
    "?limit=1e2",
    "?limit=1.5",
    "?limit=0x10",
    "?limit=%2010",
    "?limit=",
    "?limit=many",
    "?limit=99999999999999999999",
    "?limit=1&limit=2",
    "?limit[]=5",
    "?status=done",
    "?status=",
    "?status=queued&status=failed",
    "?cursor=",
    "?cursor=x",
    "?cursor=%00",
    `?cursor=${"A".repeat(200)}`,
    `?cursor=${"A".repeat(5_000)}`,
    "?offset=5",
    "?__proto__=1",
  ])("%s", async (query) => {
    const caller = await test.signUp();

    const { status, body } = await list(caller, query);

    expect([status, body.error.code]).toEqual([400, "invalid_request"]);
  });

  it("a cursor that was edited, belongs to another client, or to another filter", async () => {
    const [caller, other] = [await test.signUp(), await test.signUp()];
    await submitMany(caller, 2);
    const { headers } = await list(caller, "?limit=1");
    const cursor =
      new URL(`http://x${/<([^>]+)>/.exec(headers.get("link") ?? "")?.[1]}`).searchParams.get("cursor") ?? "";
    const edited = (cursor.startsWith("A") ? "B" : "A") + cursor.slice(1);

    expect((await list(caller, `?limit=1&cursor=${cursor}`)).status).toBe(200);
    expect((await list(caller, `?limit=1&cursor=${edited}`)).status).toBe(400);
    expect((await list(other, `?limit=1&cursor=${cursor}`)).status).toBe(400);
    expect((await list(caller, `?limit=1&status=queued&cursor=${cursor}`)).status).toBe(400);
  });
});
