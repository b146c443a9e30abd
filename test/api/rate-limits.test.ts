import { issueKey, scopes } from "@tessera/core/access";
import { describe, expect, it } from "vitest";
import { createTestApp, submitBody } from "../support/api.ts";

const limits = { submitsPerMinute: 3, readsPerMinute: 5, deskPerMinute: 100_000, maxBodyBytes: 10_000 };

describe("TF-22 limits for each key", () => {
  it("tells with each answer how many calls are left in this minute", async () => {
    const test = await createTestApp({ limits });
    const { key } = await test.signUp();
    test.clock.set(new Date("2026-03-01T12:00:18.000Z"));

    const first = await test.call("GET", "/tickets/v1/jobs", { key });
    const second = await test.call("GET", "/tickets/v1/schema", { key });
    const submitted = await test.call("POST", "/tickets/v1/jobs", { key, body: submitBody() });

    expect(first.headers.get("ratelimit-policy")).toBe('"read";q=5;w=60');
    expect(first.headers.get("ratelimit")).toBe('"read";r=4;t=42');
    expect(second.headers.get("ratelimit")).toBe('"read";r=3;t=42');
    expect(submitted.headers.get("ratelimit-policy")).toBe('"submit";q=3;w=60');
    expect(submitted.headers.get("ratelimit")).toBe('"submit";r=2;t=42');
  });

  it("answers 429 with Retry-After over the limit, and lets calls through in the next minute", async () => {
    const test = await createTestApp({ limits });
    const { key } = await test.signUp();
    const submit = () => test.call("POST", "/tickets/v1/jobs", { key, body: submitBody() });
    test.clock.set(new Date("2026-03-01T12:00:10.000Z"));

    const statuses = [await submit(), await submit(), await submit()].map(({ status }) => status);
    const refused = await submit();
    test.clock.advance(50_000);
    const next = await submit();

    expect(statuses).toEqual([202, 202, 202]);
    expect([refused.status, refused.body.error.code]).toEqual([429, "rate_limited"]);
    expect(refused.headers.get("retry-after")).toBe("50");
    expect(refused.headers.get("ratelimit")).toBe('"submit";r=0;t=50');
    expect(next.status).toBe(202);
    expect(test.sent).toHaveLength(4);
  });

  it("never lets more through when all come at once, and counts each key for itself", async () => {
    const test = await createTestApp({ limits });
    const busy = await test.signUp();
    const quiet = await issueKey(test.asOperator(), { subjectId: busy.clientId, scopes, expiresAt: null });
    const submit = (key: string) => test.call("POST", "/tickets/v1/jobs", { key, body: submitBody() });

    const answers = await Promise.all(Array.from({ length: 20 }, () => submit(busy.key)));
    const other = await submit(quiet.secret);

    expect(answers.filter(({ status }) => status === 202)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(17);
    expect(other.status).toBe(202);
  });

  it("counts reads and submits apart, and refuses before it looks at the body", async () => {
    const test = await createTestApp({ limits });
    const { key } = await test.signUp();
    for (let call = 0; call < 3; call += 1) await test.call("POST", "/tickets/v1/jobs", { key, raw: "{" });

    const invalid = await test.call("POST", "/tickets/v1/jobs", { key, raw: "{" });
    const read = await test.call("GET", "/tickets/v1/jobs", { key });

    expect(invalid.status).toBe(429);
    expect(read.status).toBe(200);
  });
});

describe("J4 guessing keys", () => {
  it("is refused as such after 300 wrong keys a minute, while good keys of the same address still work", async () => {
    const test = await createTestApp({ limits });
    const { key } = await test.signUp();
    const guess = () => test.call("GET", "/tickets/v1/jobs", { key: `tsk_${crypto.randomUUID()}` });

    const statuses: number[] = [];
    for (let batch = 0; batch < 20; batch += 1) {
      const answers = await Promise.all(Array.from({ length: 16 }, guess));
      statuses.push(...answers.map(({ status }) => status));
    }
    const good = await test.call("GET", "/tickets/v1/jobs", { key });

    expect(statuses.filter((status) => status === 401)).toHaveLength(300);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
    expect(good.status).toBe(200);
  });
});
