import { createTeam, createUser } from "@tessera/core/access";
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
    ...["/tickets/v1/jobs/:id", "/v1/task-generation/jobs/:id"].flatMap((job) => [
      ["GET", job],
      ["DELETE", job],
      ["GET", `${job}/result`],
      ["GET", `${job}/coverage`],
      ["GET", `${job}/attempts?texts=true`],
      ["GET", `${job}/usage`],
      ["GET", `${job}/events`],
      ["GET", `${job}/events?after=4`],
      ["POST", `${job}/replay`],
    ]),
  ])(
    "%s %s answers byte for byte like an id that never was, and writes nothing",
    async (method = "", template = "") => {
      const before = await test.store.jobs.load(jobId);
      const hints = test.sent.length;
      // A stream, a wait and a key change nothing about it.
      const headers = { accept: "text/event-stream", prefer: "wait=5", "idempotency-key": "k" };
      const ask = (id: string) => test.call(method, template.replace(":id", id), { key: stranger.key, headers });

      const unknown = await ask(unknownId);
      const foreign = await ask(jobId);

      expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
      expect(headersOf(foreign.headers)).toEqual(headersOf(unknown.headers));
      expect(await test.store.jobs.load(jobId)).toEqual(before);
      expect(test.sent).toHaveLength(hints);
    },
  );

  // The admin scope reaches every tenant, but a team takes in users of its own tenant alone.
  it.each(["PUT", "DELETE"])(
    "%s of a member answers for another tenant's user as for one that never was",
    async (method) => {
      const context = test.asOperator();
      const admin = await test.signUp({ scopes: ["admin"] });
      const team = await createTeam(context, { tenantId: stranger.tenantId, name: "Support" });
      const user = await createUser(context, {
        tenantId: owner.tenantId,
        name: canary,
        email: `${canary}@example.com`,
        role: "member",
      });
      const before = await test.store.access.findUser(user.id);
      const ask = (id: string) => test.call(method, `/admin/teams/${team.id}/members/${id}`, { key: admin.key });

      const unknown = await ask(unknownId);
      const foreign = await ask(user.id);

      expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
      expect(headersOf(foreign.headers)).toEqual(headersOf(unknown.headers));
      expect(await test.store.access.findUser(user.id)).toEqual(before);
      expect((await test.store.access.findTeam(team.id))?.version).toBe(1);
    },
  );

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
