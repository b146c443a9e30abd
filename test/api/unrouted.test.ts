import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";

let test: TestApp;

beforeAll(async () => {
  test = await createTestApp();
});

describe("X-3 an unknown path is answered by the surface that owns its prefix", () => {
  it.each([
    { path: "/tickets/v1", body: { error: { code: "job_not_found", message: "Not Found" } } },
    { path: "/tickets/v1/nope", body: { error: { code: "job_not_found", message: "Not Found" } } },
    { path: "/tickets/v1/jobs/", body: { error: { code: "job_not_found", message: "Not Found" } } },
    { path: "/tickets/v1/jobs/1/result/2", body: { error: { code: "job_not_found", message: "Not Found" } } },
    { path: "/v1/task-generation/x", body: { error: { code: "job_not_found", message: "Not Found" } } },
    { path: "/admin", body: { error: { code: "not_found", message: "Not Found" } } },
    { path: "/admin/nope", body: { error: { code: "not_found", message: "Not Found" } } },
    { path: "/nope", body: { detail: "Not Found" } },
    { path: "/tickets", body: { detail: "Not Found" } },
    { path: "/ticketsv1/jobs", body: { detail: "Not Found" } },
    { path: "/tickets/v10/jobs", body: { detail: "Not Found" } },
    { path: "//tickets/v1/jobs", body: { detail: "Not Found" } },
    { path: "/docs/../../etc/passwd", body: { detail: "Not Found" } },
    { path: "/docs/package.json", body: { detail: "Not Found" } },
    { path: "/docs/%2e%2e%2fpackage.json", body: { detail: "Not Found" } },
    { path: "/%", body: { detail: "Not Found" } },
    { path: "/%ff%00", body: { detail: "Not Found" } },
    { path: "/__proto__", body: { detail: "Not Found" } },
  ])("$path", async ({ path, body }) => {
    for (const method of ["GET", "POST", "DELETE"]) {
      const answer = await test.call(method, path);
      expect([answer.status, answer.body]).toEqual([404, body]);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    }
  });
});

describe("X-3, K8 a method that a path does not have", () => {
  const id = crypto.randomUUID();

  it.each([
    { method: "PUT", path: "/tickets/v1/jobs", allow: "GET, HEAD, OPTIONS, POST" },
    { method: "DELETE", path: "/v1/task-generation/jobs", allow: "GET, HEAD, OPTIONS, POST" },
    { method: "POST", path: `/tickets/v1/jobs/${id}`, allow: "DELETE, GET, HEAD, OPTIONS" },
    { method: "PATCH", path: `/tickets/v1/jobs/${id}/result`, allow: "GET, HEAD, OPTIONS" },
    { method: "POST", path: "/tickets/v1/schema", allow: "GET, HEAD, OPTIONS" },
    { method: "PUT", path: "/admin/keys", allow: "GET, HEAD, OPTIONS, POST" },
    { method: "GET", path: `/admin/keys/${id}`, allow: "DELETE, OPTIONS" },
    { method: "DELETE", path: "/health", allow: "GET, HEAD, OPTIONS" },
    { method: "POST", path: "/tickets/v1/openapi.json", allow: "GET, HEAD, OPTIONS" },
    { method: "NONSENSE", path: "/tickets/v1/jobs", allow: "GET, HEAD, OPTIONS, POST" },
  ])("$method $path answers 405 and what is allowed, and runs nothing", async ({ method, path, allow }) => {
    const { status, headers, body } = await test.call(method, path);

    expect(status).toBe(405);
    expect(headers.get("allow")).toBe(allow);
    expect(JSON.stringify(body)).toContain("Method Not Allowed");
  });

  it("ignores a method override", async () => {
    const { key } = await test.signUp();

    const { status } = await test.call("GET", `/tickets/v1/jobs/${id}`, {
      key,
      headers: { "x-http-method-override": "DELETE" },
    });

    expect(status).toBe(404);
  });

  it("answers OPTIONS with what is allowed, and grants no other origin anything", async () => {
    const { status, headers } = await test.call("OPTIONS", "/tickets/v1/jobs", {
      headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
    });

    expect(status).toBe(204);
    expect(headers.get("allow")).toBe("GET, HEAD, OPTIONS, POST");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });
});
