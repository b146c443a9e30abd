import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { isIncidentPath } from "../support/desk-contract.ts";

let test: TestApp;

beforeAll(async () => {
  test = await createTestApp();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("GET /openapi.json describes all surfaces", () => {
  it("with every route that is for callers, and no reference that leads nowhere", async () => {
    const { status, headers, text, body } = await test.call("GET", "/openapi.json");

    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/json");
    expect(body.openapi).toBe("3.1.0");
    const routes = test.app.routes.map(({ path }) => path.replaceAll(/:(\w+)/g, "{$1}"));
    const hidden = /^\/\*$|^\/docs|^\/redoc|^\/dashboard|openapi\.json$|^\/v1\/task-generation\/jobs\/./;
    // Those of incidents that are documented: test/api/incident-spellings.test.ts.
    const isShown = (path: string) => !hidden.test(path) && !isIncidentPath(path);
    const shown = Object.keys(body.paths).filter((path) => !isIncidentPath(path));
    expect(shown.sort()).toEqual([...new Set(routes.filter(isShown))].sort());
    for (const [, pointer = ""] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = pointer.split("/").reduce((node, part) => node?.[part], body);
      expect(target, pointer).toBeTypeOf("object");
    }
  });

  it("with distinct operation ids, and a key needed everywhere but at the root, for health and to ask for a sign-in link", async () => {
    const { body } = await test.call("GET", "/openapi.json");
    const operations = Object.values<Record<string, { operationId: string; security?: unknown[] }>>(body.paths)
      .flatMap((path) => Object.values(path))
      .filter(({ operationId }) => operationId !== undefined);

    const open = operations.filter(({ security }) => security?.length === 0).map(({ operationId }) => operationId);

    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    expect(body.security).toEqual([{ bearerApiKey: [] }]);
    expect(open.sort()).toEqual(["GetHealth", "GetIncidentsHealth", "GetRoot", "SendPortalLink"]);
  });
});

describe("X-50 the documentation pages work without any foreign host", () => {
  it.each(["/docs", "/redoc"])("%s loads everything from here, under a strict policy", async (path) => {
    const { status, headers, text } = await test.call("GET", path);

    expect(status).toBe(200);
    expect(headers.get("content-type")).toMatch(/^text\/html/);
    expect(text).not.toMatch(/https?:|\/\/[a-z]/i);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    // Nothing inline: the policy would keep it from running.
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|<style/);

    const sources = [...text.matchAll(/(?:src|href|spec-url)="([^"]+)"/g)].map(([, source = ""]) => source);
    expect(sources.length).toBeGreaterThan(1);
    for (const source of sources) {
      const file = await test.call("GET", source);
      expect(file.status, source).toBe(200);
      expect(file.text.length).toBeGreaterThan(50);
    }
  });

  it("starts Swagger UI on our own document, and calls no validator", async () => {
    const { headers, text } = await test.call("GET", "/docs/initializer.js");

    expect(headers.get("content-type")).toMatch(/^text\/javascript/);
    expect(text).toContain('url: "/openapi.json"');
    expect(text).toContain("validatorUrl: null");
    expect(text).not.toMatch(/https?:/);
  });
});

describe("GET /", () => {
  it("tells what this is and where its documents are", async () => {
    const { status, body } = await test.call("GET", "/");

    expect(status).toBe(200);
    expect(body).toEqual({
      name: "Tessera",
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      docs_url: "/docs",
      redoc_url: "/redoc",
      openapi_url: "/openapi.json",
    });
  });
});

describe("X-50, AU-2 GET /health", () => {
  it("is healthy while the table answers", async () => {
    const { status, headers, body } = await test.call("GET", "/health");

    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body).toEqual({
      status: "healthy",
      timestamp: test.clock.now().toISOString(),
      services: { table: "connected" },
    });
  });

  it.each([
    ["does not answer", () => Promise.resolve(false)],
    ["fails", () => Promise.reject(new Error("secret host name"))],
  ])("is degraded, still with 200, when the table %s", async (_name, health) => {
    const sick = await createTestApp({ health });

    const { status, text, body } = await sick.call("GET", "/health");

    expect(status).toBe(200);
    expect(body).toMatchObject({ status: "degraded", services: { table: "unreachable" } });
    expect(text).not.toContain("secret");
  });

  it("is degraded two seconds after it asked a table that hangs", async () => {
    const sick = await createTestApp({ health: () => new Promise<boolean>(() => {}) });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });

    const answer = sick.call("GET", "/health");
    await vi.advanceTimersByTimeAsync(2_000);

    expect((await answer).body.status).toBe("degraded");
  });
});

describe("AU-4 nothing on the pages comes from another host", () => {
  it.each(["/docs", "/docs/initializer.js", "/redoc", "/redoc/redoc.standalone.js"])(
    "%s names no content network",
    async (path) => {
      const test = await createTestApp();

      const { text } = await test.call("GET", path);

      expect(text.length).toBeGreaterThan(100);
      expect(text).not.toMatch(/https?:\/\/(?:cdn|unpkg|fonts)\./);
    },
  );
});
