import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, createTestApp, runStages, submitBody, type TestApp } from "../support/api.ts";

const path = "/tickets/v1/jobs";
const limits = { submitsPerMinute: 10_000, readsPerMinute: 10_000, deskPerMinute: 100_000, maxBodyBytes: 262_144 };

let test: TestApp;

beforeAll(async () => {
  test = await createTestApp({ limits });
});

async function listIds(key: string): Promise<string[]> {
  const { body } = await test.call("GET", path, { key });
  return body.jobs.map((job: { job_id: string }) => job.job_id);
}

function statusesOf(answers: readonly Answer[]): number[] {
  return [...new Set(answers.map((answer) => answer.status))].sort();
}

describe("TF-9, H1 the same key with the same request", () => {
  it.each([20, 50])("makes one job and one hint out of %i parallel submits", async (count) => {
    const { key } = await test.signUp();
    const body = submitBody();
    // The same value written in other orders and with other blanks.
    const spellings = [
      JSON.stringify(body),
      JSON.stringify(body, null, 2),
      JSON.stringify(Object.fromEntries(Object.entries(body).reverse())),
    ];

    const answers = await Promise.all(
      Array.from({ length: count }, (_, index) => test.call("POST", path, { key, raw: spellings[index % 3] ?? "" })),
    );

    const [first] = answers;
    expect(statusesOf(answers)).toEqual([202]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await listIds(key)).toEqual([first?.body.job_id]);
    expect(test.sent.filter((id) => id === first?.body.job_id)).toHaveLength(1);
  });

  it("answers the job's present status, also when it has ended", async () => {
    const { key } = await test.signUp();
    const body = submitBody();
    const { body: first } = await test.call("POST", path, { key, body });

    await runStages(test, first.job_id);
    const replay = await test.call("POST", path, { key, body });

    expect(replay.status).toBe(202);
    expect(replay.body).toEqual({ ...first, status: "completed" });
  });

  it("is remembered for as long as the job is", async () => {
    const own = await createTestApp({ limits });
    const { key } = await own.signUp();
    const body = submitBody();
    const first = await own.call("POST", path, { key, body });

    own.clock.advance(36 * 86_400_000);
    const replay = await own.call("POST", path, { key, body });

    expect(replay.body).toMatchObject({ job_id: first.body.job_id, status: "expired" });
  });
});

describe("TF-10, H2 the same key with another request", () => {
  it("answers 400 and leaves the job as it was", async () => {
    const { key } = await test.signUp();
    const body = submitBody();
    const { body: first } = await test.call("POST", path, { key, body });

    const other = await test.call("POST", path, { key, body: { ...body, title: "Another title" } });

    expect(other.status).toBe(400);
    expect(other.body.error.code).toBe("invalid_request");
    expect(other.body.error.message).toContain("idempotency_key was already used");
    expect((await test.store.jobs.load(first.job_id))?.title).toBe(body.title);
  });

  it("lets exactly one of two requests win when 25 of each come at once", async () => {
    const { key } = await test.signUp();
    const bodies = [
      submitBody({ idempotency_key: "race", title: "A" }),
      submitBody({ idempotency_key: "race", title: "B" }),
    ];

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => test.call("POST", path, { key, body: bodies[index % 2] })),
    );

    const won = answers.filter(({ status }) => status === 202);
    expect(statusesOf(answers)).toEqual([202, 400]);
    expect(won).toHaveLength(25);
    expect(new Set(won.map(({ body }) => body.job_id)).size).toBe(1);
    expect(await listIds(key)).toHaveLength(1);
  });
});

describe("TF-9, H3 keys belong to their client", () => {
  it("gives another client, of the same tenant or not, a job of its own", async () => {
    const caller = await test.signUp();
    const body = submitBody();

    const ids: string[] = [];
    for (const { key } of [caller, await test.signUp({ tenantId: caller.tenantId }), await test.signUp()]) {
      ids.push((await test.call("POST", path, { key, body })).body.job_id);
    }

    expect(new Set(ids).size).toBe(3);
  });
});

describe("H4 what does not use up a key", () => {
  it("an invalid request", async () => {
    const { key } = await test.signUp();
    const body = submitBody();

    const refused = await test.call("POST", path, { key, body: { ...body, options: { ticket_count: 0 } } });
    const taken = await test.call("POST", path, { key, body });

    expect([refused.status, taken.status]).toEqual([400, 202]);
  });

  it("a request that failed for the store, nor does a lost hint fail one that was saved", async () => {
    const { key } = await test.signUp();
    const body = submitBody();
    let broken = true;
    const failing = await createTestApp({
      limits,
      contextFor: (caller) => {
        const context = test.dependencies.contextFor(caller);
        const accept: typeof context.jobs.accept = (input) =>
          broken ? Promise.reject(new Error("table away")) : context.jobs.accept(input);
        const queue = { send: () => Promise.reject(new Error("queue away")) };
        return { ...context, jobs: { ...context.jobs, accept }, queue };
      },
    });

    const failed = await failing.call("POST", path, { key, body });
    broken = false;
    const taken = await failing.call("POST", path, { key, body });

    expect(failed.status).toBe(500);
    expect(failed.text).not.toContain("table away");
    expect(taken.status).toBe(202);
  });
});
