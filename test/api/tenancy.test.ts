import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, runStages, submitBody, submitJob, type TestApp } from "../support/api.ts";

const canary = "canary-of-tenant-a";

let test: TestApp;
let owner: Caller;
let stranger: Caller;
let jobId: string;

beforeAll(async () => {
  test = await createTestApp();
  owner = await test.signUp();
  stranger = await test.signUp();
  jobId = await submitJob(test, owner.key, { title: canary, spec: `# ${canary}` });
  await runStages(test, jobId);
});

describe("J2 one tenant and the rows of another", () => {
  const unknownId = crypto.randomUUID();

  it.each([
    ["GET", "/tickets/v1/jobs/:id"],
    ["DELETE", "/tickets/v1/jobs/:id"],
    ["GET", "/tickets/v1/jobs/:id/result"],
    ["GET", "/v1/task-generation/jobs/:id"],
    ["DELETE", "/v1/task-generation/jobs/:id"],
    ["GET", "/v1/task-generation/jobs/:id/result"],
  ])("%s %s answers byte for byte like an id that never was, and writes nothing", async (method, template) => {
    const before = await test.store.jobs.load(jobId);

    const unknown = await test.call(method, template.replace(":id", unknownId), { key: stranger.key });
    const foreign = await test.call(method, template.replace(":id", jobId), { key: stranger.key });

    expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
    expect(headersOf(foreign.headers)).toEqual(headersOf(unknown.headers));
    expect(await test.store.jobs.load(jobId)).toEqual(before);
  });

  it("never shows in a list, under any filter", async () => {
    for (const query of ["", "?status=completed", "?limit=500"]) {
      const { text } = await test.call("GET", `/tickets/v1/jobs${query}`, { key: stranger.key });
      expect(text).toBe('{"jobs":[]}');
    }
  });

  it("does not answer one tenant's key with another's job", async () => {
    const body = submitBody({ title: canary });
    const mine = await test.call("POST", "/tickets/v1/jobs", { key: owner.key, body });

    const theirs = await test.call("POST", "/tickets/v1/jobs", { key: stranger.key, body });

    expect(theirs.body.job_id).not.toBe(mine.body.job_id);
  });

  it("shows two keys of one client the same list", async () => {
    const issued = await test.call("POST", "/admin/keys", {
      key: (await test.signUp({ scopes: ["admin"] })).key,
      body: { subject: owner.clientId, scopes: ["tickets:read"] },
    });

    const first = await test.call("GET", "/tickets/v1/jobs", { key: owner.key });
    const second = await test.call("GET", "/tickets/v1/jobs", { key: issued.body.key });

    expect(second.text).toBe(first.text);
    expect(first.body.jobs.length).toBeGreaterThan(0);
  });
});

/** Without what differs by nature: the request's id, and the count of calls left. */
function headersOf(headers: Headers): Record<string, string> {
  const { "x-request-id": _id, ratelimit: _left, ...rest } = Object.fromEntries(headers);
  return rest;
}
