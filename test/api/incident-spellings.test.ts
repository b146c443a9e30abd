import { createServer } from "@tessera/api/server";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import {
  bases,
  documentedRoutes,
  incidentRequest,
  incidentRoutes,
  pathOf,
  spellingsOf,
} from "../support/incident-routes.ts";
import { openIncident } from "../support/incidents.ts";

let test: TestApp;
let key: string;

beforeAll(async () => {
  test = await createTestApp();
  key = (await test.signUp()).key;
  await openIncident(test, key);
});

describe("X-5, X-6 every route under each of its spellings", () => {
  it.each(Object.keys(documentedRoutes))("%s answers the same", async (route) => {
    const answers = [];
    for (const spelled of spellingsOf(route)) {
      const { method, path, call } = incidentRequest(spelled, "inc-20990101-999");
      answers.push(await test.call(method, path.replace(/inc-2099\d+-\d+/, "inc-20990101-999"), { key, ...call }));
    }

    const [first, ...others] = answers.map(({ status, text }) => ({
      status,
      text: text.replace(/inc-2099\d+-\d+/, ""),
    }));
    expect(first?.status).toBe(documentedRoutes[route]?.status);
    expect(others).toEqual([first, first, first]);
  });

  it("the proxy keeps the query, the method and the body", async () => {
    const list = await test.call("GET", "/api/ticketing/api/incidents?status=resolved", { key });
    const batch = await test.call("POST", "/api/ticketing/api/v1/incidents/batch", {
      ...{ key, body: { ids: ["inc-20260301-001"], action: "acknowledge" } },
    });

    expect(list.body).toEqual([]);
    expect(batch.body).toMatchObject({ updated: 1, ids: ["inc-20260301-001"] });
  });

  it("only the seed's spelling is documented", async () => {
    const { body } = await test.call("GET", "/openapi.json");
    const documented = Object.entries<object>(body.paths)
      .filter(([path]) =>
        /^\/api\/(?:ticketing|incidents|v1\/(?:incidents|anomalies|audit|stats|metrics|config|test|llm|health))/.test(
          path,
        ),
      )
      .flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
      );

    expect(documented.sort()).toEqual(Object.keys(documentedRoutes).sort());
    expect(body.components.securitySchemes.incidentApiKey).toEqual({
      ...{ type: "apiKey", in: "header", name: "x-logclaw-api-key" },
    });
  });
});

describe("X-6 through the proxy only routes of incidents are reached", () => {
  it.each([
    "/api/ticketing",
    "/api/ticketing/",
    "/api/ticketing/tickets/v1/jobs",
    "/api/ticketing/api/v1/tickets",
    "/api/ticketing/admin/tenants",
    "/api/ticketing/api/ticketing/api/incidents",
    "/api/ticketing/incidents",
    "/api/ticketing/v1/config",
    "/api/ticketing/openapi.json",
  ])("%s is 404 in LC's words", async (path) => {
    for (const method of ["GET", "POST"]) {
      const { status, body } = await test.call(method, path, { key });
      expect([status, body]).toEqual([404, { error: { code: "not_found", message: "Not Found" } }]);
    }
  });
});

describe("X-5 LC never shadows the desk", () => {
  it.each(["tickets", "ticket-tags", "canned-responses", "sla-policies", "triggers", "issues"])(
    "/api/v1/%s is the desk's, and has no alias",
    async (name) => {
      const { key: all } = await test.signUp();

      const own = await test.call("GET", `/api/v1/${name}`, { key: all });
      const alias = await test.call("GET", `/api/${name}`, { key: all });

      expect([own.status, typeof own.body.total]).toEqual([200, "number"]);
      expect(alias.status).toBe(404);
    },
  );

  it("LC-62 the root's health is not LC's", async () => {
    const [root, lc] = [await test.call("GET", "/health"), await test.call("GET", "/api/ticketing/health")];

    expect([root.status, lc.status]).toEqual([200, 200]);
    expect(lc.body).toEqual({ ...root.body, timestamp: `${root.body.timestamp.slice(0, 19)}Z` });
  });
});

describe("X-4, X-3, K8 methods that a path does not have", () => {
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
  const paths = [...new Set(Object.keys(incidentRoutes).map((route) => route.split(" ")[1] ?? ""))];

  it.each(paths)("%s: 405 with those that it has, in LC's words", async (template) => {
    const path = pathOf(template, "inc-20990101-999");
    const routed = methods.filter((method) =>
      Object.keys(incidentRoutes).some((route) =>
        new RegExp(`^${route.replaceAll(/:\w+/g, "[^/]+")}$`).test(`${method} ${path}`),
      ),
    );

    for (const method of methods.filter((one) => !routed.includes(one))) {
      const { status, headers, body } = await test.call(method, path, { key });

      expect([status, body]).toEqual([405, { error: { code: "validation_error", message: "Method Not Allowed" } }]);
      expect(
        headers
          .get("allow")
          ?.split(", ")
          .filter((one) => !["HEAD", "OPTIONS"].includes(one)),
      ).toEqual(routed.sort());
    }
  });

  it.each(bases)("%s/incidents/batch is no incident's id", async (base) => {
    const batch = await test.call("POST", `${base}/incidents/batch`, { key, body: {} });

    expect([batch.status, batch.body.error.message]).toEqual([400, expect.stringMatching(/ids.*action/)]);
  });

  it.each([
    "/api",
    "/api/",
    "/api/v1",
    "/api/nope",
    "/api/v1/nope",
    "/api/incidents/",
    "/api/v1/incidents/x/y/z",
    "/api/v2/incidents",
  ])("%s is 404 in LC's words", async (path) => {
    const { status, body } = await test.call("GET", path, { key });

    expect([status, body]).toEqual([404, { error: { code: "not_found", message: "Not Found" } }]);
  });
});

describe("X-1 as a host serves it, each surface loaded by its first request", () => {
  it.each([
    "/api/incidents",
    "/api/ticketing/api/v1/config",
    "/api/ticketing/health",
    "/api/v1/tickets",
    "/api/v1/ticketsx",
    "/api/nope",
    "/apix",
    "/health",
  ])("%s is answered by the same surface", async (path) => {
    const server = createServer(test.dependencies);
    const headers = { authorization: `Bearer ${key}` };

    const served = await server.fetch(new Request(`http://localhost${path}`, { headers }));

    const { status, text } = await test.call("GET", path, { key });
    expect([served.status, await served.text()]).toEqual([status, text]);
  });
});
