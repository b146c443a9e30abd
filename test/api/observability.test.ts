import { describe, expect, it } from "vitest";
import { createTestApp, submitBody, submitJob } from "../support/api.ts";

describe("P-8 the request's id", () => {
  it.each(["abc-123", "A.b_c:9", "x".repeat(128)])("comes back as it came: %s", async (id) => {
    const test = await createTestApp();

    const { headers } = await test.call("GET", "/health", { headers: { "x-request-id": id } });

    expect(headers.get("x-request-id")).toBe(id);
  });

  it.each(["has blank", "ümlaut", "x".repeat(129), '"quoted"', "<script>", "a\tb"])(
    "is a new one where the caller's is not fit for a log: %j",
    async (id) => {
      const test = await createTestApp();

      const { headers } = await test.call("GET", "/nope", { headers: { "x-request-id": id } });

      expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it("ties the job to the request that made it", async () => {
    const test = await createTestApp();
    const { key } = await test.signUp();

    const { body } = await test.call("POST", "/tickets/v1/jobs", {
      key,
      body: submitBody(),
      headers: { "x-request-id": "trace-me" },
    });

    expect((await test.store.jobs.load(body.job_id))?.correlationId).toBe("trace-me");
  });
});

describe("P-8 the access log", () => {
  it("has one line for each request: who, which route, how it ended, and what it cost", async () => {
    const test = await createTestApp();
    const caller = await test.signUp();
    const jobId = await submitJob(test, caller.key);
    test.logged.length = 0;

    const { headers } = await test.call("GET", `/tickets/v1/jobs/${jobId}`, { key: caller.key });

    expect(test.logged).toEqual([
      {
        level: "info",
        message: "request",
        fields: {
          requestId: headers.get("x-request-id"),
          correlationId: headers.get("x-request-id"),
          tenantId: caller.tenantId,
          clientId: caller.clientId,
          method: "GET",
          route: "/tickets/v1/jobs/:job_id",
          status: 200,
          durationMs: expect.any(Number),
          table: { requests: expect.any(Number), readUnits: expect.any(Number), writeUnits: expect.any(Number) },
        },
      },
    ]);
    expect(test.logged[0]?.fields.table).toMatchObject({ requests: 3 });
  });

  it("has a line for who was not let in, and for what is not there", async () => {
    const test = await createTestApp();
    await test.call("GET", "/tickets/v1/jobs", { key: "wrong" });
    await test.call("GET", "/secret-path-4711");

    expect(test.logged.map(({ fields }) => [fields.route, fields.status, fields.tenantId])).toEqual([
      ["/tickets/v1/jobs", 401, null],
      [null, 404, null],
    ]);
    expect(JSON.stringify(test.logged)).not.toContain("4711");
  });

  it("says with a 500 what went wrong, to the log alone", async () => {
    const test = await createTestApp();
    const { key } = await test.signUp();
    const failing = await createTestApp({
      contextFor: (caller) => {
        const context = test.dependencies.contextFor(caller);
        return { ...context, jobs: { ...context.jobs, list: () => Promise.reject(new Error("inside story")) } };
      },
    });

    const { status, body } = await failing.call("GET", "/tickets/v1/jobs", { key });

    expect(status).toBe(500);
    expect(body).toEqual({ error: { code: "internal_error", message: "Internal error" } });
    expect(failing.logged.filter(({ level }) => level === "error")).toEqual([
      expect.objectContaining({ fields: expect.objectContaining({ error: "inside story", code: "internal_error" }) }),
    ]);
  });
});

describe("X-20, P-8 secrets", () => {
  it("stand in no log line, whatever happens to them", async () => {
    const test = await createTestApp();
    const caller = await test.signUp();
    const admin = await test.signUp({ scopes: ["admin"] });
    const issued = await test.call("POST", "/admin/keys", {
      key: admin.key,
      body: { subject: caller.clientId, scopes: ["tickets:read"] },
    });
    const rotated = await test.call("POST", `/admin/clients/${caller.clientId}/webhook-secret`, { key: admin.key });
    await test.call("POST", "/tickets/v1/jobs", { key: caller.key, body: submitBody({ spec: "spec-canary" }) });
    await test.call("GET", `/tickets/v1/jobs/${issued.body.key}`, { key: caller.key });
    await test.call("GET", `/${issued.body.key}`, { key: `${issued.body.key}x` });

    const lines = JSON.stringify(test.logged);

    for (const secret of [caller.key, admin.key, issued.body.key, rotated.body.secret, "spec-canary"]) {
      expect(lines).not.toContain(secret);
    }
  });
});

describe("K8 headers of authenticated answers", () => {
  it("forbid keeping and guessing them, on errors as well", async () => {
    const test = await createTestApp();
    const { key } = await test.signUp();

    const answers = [
      await test.call("GET", "/tickets/v1/jobs", { key }),
      await test.call("GET", "/tickets/v1/jobs/1", { key }),
      await test.call("GET", "/tickets/v1/jobs", { key: "wrong" }),
      await test.call("GET", "/admin/tenants", { key }),
    ];

    for (const { headers } of answers) {
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    }
  });
});
