import { readFileSync } from "node:fs";
import { createTeam } from "@tessera/core/access";
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";
import { createContractCheck, type ProductDocument } from "../support/desk-contract.ts";

const names = z.array(z.string());

/** The words of seed 004 that can be held against the product, as they were written. */
const seed = z
  .strictObject({
    fields: names,
    enums: z.record(z.string(), names),
    activities: names,
    filters: names,
    rest: z.array(z.tuple([z.string(), z.string(), z.string()])),
    samples: z.array(z.tuple([z.string(), z.string(), z.string()])),
  })
  .parse(JSON.parse(readFileSync(new URL("fixtures/seed-004.json", import.meta.url), "utf8")));

let test: TestApp;
let desk: Desk;
let document: ProductDocument & { components: { schemas: Record<string, { properties: object }> } };

beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
  document = (await test.call("GET", "/openapi.json")).body;
});

const call = (method: string, path: string, body?: object, key = desk.admin.key) =>
  test.call(method, path, { key, ...(body && { body }) });

/** The five operations that the seed's star stands for. */
const crud = (path: string) => [
  ["GET", path],
  ["POST", path],
  ["GET", `${path}/{id}`],
  ["PATCH", `${path}/{id}`],
  ["DELETE", `${path}/{id}`],
];
const operations = seed.rest.flatMap(([method, path]) => (method === "*" ? crud(path) : [[method, path]]));

describe("seed 004, the table of its REST endpoints", () => {
  it.each(operations)("%s %s is served and documented", (method = "", path = "") => {
    expect(document.paths[path]).toHaveProperty(method.toLowerCase());
    expect(test.app.routes).toContainEqual(
      expect.objectContaining({ method, path: path.replaceAll(/\{(\w+)\}/g, ":$1") }),
    );
  });

  it("list with filters: each of them alone, and all at once", async () => {
    const team = await createTeam(test.asOperator(), { tenantId: desk.tenantId, name: "Support" });
    const tag = expectStatus(await call("POST", "/api/v1/ticket-tags", { name: "tracking-1.5-release" }), 201).body;
    const wanted = await createTicket(test, desk.member.key, {
      status: "open",
      priority: "high",
      category: "technical",
      assigneeId: desk.admin.user.id,
      teamId: team.id,
      tags: ["tracking-1.5-release"],
    });
    await createTicket(test, desk.member.key);
    const values: Record<string, string> = {
      teamId: team.id,
      status: "open",
      priority: "high",
      category: "technical",
      assigneeId: desk.admin.user.id,
      tag: tag.id,
    };

    for (const query of [values, ...Object.entries(values).map(([name, value]) => ({ [name]: value }))]) {
      const { body } = await call("GET", `/api/v1/tickets?${new URLSearchParams(query)}`);
      expect(body.tickets.map(({ id }: { id: string }) => id)).toContain(wanted.id);
    }
    const empty = await call("GET", "/api/v1/tickets?teamId=team-of-nobody");
    expect(empty.body).toEqual({ tickets: [], total: 0, limit: 50, offset: 0, nextCursor: null });
    expect(Object.keys(values).toSorted()).toEqual(seed.filters.toSorted());
  });

  it("a ticket from its creation to its soft delete", async () => {
    const { id } = await createTicket(test, desk.member.key);
    const path = `/api/v1/tickets/${id}`;

    const steps = [
      await call("PATCH", path, { priority: "urgent" }),
      await call("POST", `${path}/assign`, { assigneeId: desk.member.user.id }),
      await call("POST", `${path}/messages`, { content: "Hello" }),
      await call("GET", `${path}/messages`),
      await call("GET", path),
      await call("GET", `${path}/activities`),
      await call("GET", "/api/v1/tickets/stats"),
    ];
    const message = `${path}/messages/${steps[2]?.body.id}`;
    const ends = [
      await call("PATCH", message, { content: "Hello again" }),
      await call("DELETE", message),
      await call("DELETE", path),
      await call("GET", path),
    ];

    expect(steps.map(({ status }) => status)).toEqual([200, 200, 201, 200, 200, 200, 200]);
    expect(ends.map(({ status }) => status)).toEqual([200, 204, 204, 404]);
    expect(steps[4]?.body).toMatchObject({
      assignee: { id: desk.member.user.id, name: "Mia", email: "mia@desk.example" },
      creator: { id: desk.member.user.id },
      tags: [],
      priority: "urgent",
      messageCount: 1,
    });
    expect(steps[5]?.body.activities.map(({ type }: { type: string }) => type)).toEqual([
      "created",
      "priority_changed",
      "assigned",
      "message_added",
    ]);
    expect(Object.keys(steps[6]?.body)).toEqual(expect.arrayContaining(["byStatus", "byPriority", "slaBreached"]));
  });
});

describe("seed 004, its samples as they were written", () => {
  it.each(seed.samples)("%s %s %s", async (method, template, raw) => {
    const { id } = await createTicket(test, desk.member.key);

    const answer = await test.call(method, template.replace("{id}", id), { key: desk.member.key, raw });

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject(JSON.parse(raw));
  });

  it("a canned response has a title and a body, for a team or for all", async () => {
    const answer = await call("POST", "/api/v1/canned-responses", { title: "Thanks", body: "We are on it." });

    expect(answer).toMatchObject({ status: 201, body: { title: "Thanks", body: "We are on it.", teamId: null } });
  });

  it("an SLA policy has its two targets for a priority, and stamps the deadline when the priority changes", async () => {
    const own = await openDesk(test);
    const { key } = own.owner;
    const body = { priority: "high", firstResponseMinutes: 60, resolutionMinutes: 480 };

    const policy = await call("POST", "/api/v1/sla-policies", body, key);
    const ticket = await createTicket(test, key);
    test.clock.advance(600_000);
    const raised = await call("PATCH", `/api/v1/tickets/${ticket.id}`, { priority: "high" }, key);

    expect(policy).toMatchObject({ status: 201, body: { ...body, teamId: null } });
    expect(ticket.slaDeadline).toBeNull();
    expect(Date.parse(raised.body.slaDeadline) - Date.parse(ticket.createdAt)).toBe(480 * 60_000);
  });
});

describe("PX-1, PX-2, PX-3 a ticket's fields, defaults and values", () => {
  it("has every field of the seed, null where there is nothing", async () => {
    const ticket = await createTicket(test, desk.member.key, { subject: "x" });

    expect(Object.keys(ticket)).toEqual(expect.arrayContaining(["id", "createdAt", "updatedAt", ...seed.fields]));
    expect(ticket).toMatchObject({
      subject: "x",
      description: "",
      status: "open",
      priority: "medium",
      category: "general",
      source: "api",
      teamId: null,
      assigneeId: null,
      creatorId: desk.member.user.id,
      contactEmail: null,
      contactName: null,
      slaDeadline: null,
      firstResponseAt: null,
      resolvedAt: null,
      closedAt: null,
      tags: [],
      messageCount: 0,
    });
  });

  it.each(Object.entries(seed.enums))("takes every %s of the seed, and nothing else", async (field, values) => {
    const { key } = desk.member;
    const create = (value: string) =>
      test.call("POST", "/api/v1/tickets", { key, body: { subject: "x", [field]: value } });

    for (const value of values) expect((await create(value)).body).toMatchObject({ [field]: value });
    for (const value of ["", "none", values[0]?.toUpperCase() ?? "", `${values[0]} `]) {
      expect((await create(value)).status).toBe(400);
    }
    expect(document.components.schemas.SupportTicket?.properties).toMatchObject({ [field]: { enum: values } });
  });

  it("knows the seed's nine types of activity and no other", () => {
    expect(document.components.schemas.SupportTicketActivity?.properties).toMatchObject({
      type: { enum: seed.activities },
    });
  });

  it("numbers the tickets of each tenant from 1, and shows them by number too", async () => {
    const own = await openDesk(test);
    const first = await createTicket(test, own.member.key);

    const byNumber = await test.call("GET", "/api/v1/tickets/%231", { key: own.member.key });

    expect([first.ticketNumber, byNumber.body.id]).toEqual([1, first.id]);
  });
});

describe("G10 the check that holds every answer of the API tests to the desk's own document", () => {
  const path = "/api/v1/tickets/1";
  const json = new Headers({ "content-type": "application/json" });
  const faults = (method: string, url: string, status: number, body: unknown, headers = json) =>
    createContractCheck(document)(method, url, {
      status,
      headers,
      body,
      text: body === null ? "" : JSON.stringify(body),
    });

  it("takes what is documented", async () => {
    const { body } = await call("GET", "/api/v1/tickets?limit=1");

    expect(faults("GET", "/api/v1/tickets?limit=1", 200, body)).toEqual([]);
    expect(faults("GET", path, 404, { error: "x" })).toEqual([]);
    expect(faults("DELETE", path, 204, null)).toEqual([]);
    expect(faults("GET", "/api/v1/tickets/stats/more", 404, { error: "x" })).toBeNull();
  });

  it.each([
    ["an undocumented status", "GET", path, 409, { error: "x" }],
    ["an error of another form", "GET", path, 404, { detail: "x" }],
    ["a body where there is none", "DELETE", path, 204, {}],
    ["an empty body", "GET", path, 200, null],
    [
      "an extra key in a list",
      "GET",
      "/api/v1/tickets",
      200,
      { tickets: [], total: 0, limit: 1, offset: 0, nextCursor: null, more: 1 },
    ],
    ["statistics for a ticket", "GET", "/api/v1/tickets/stats", 200, { tickets: [] }],
  ])("finds %s", (_name, method, url, status, body) => {
    expect(faults(method, url, status, body)).not.toEqual([]);
    expect(faults(method, url, status, body)).not.toBeNull();
  });

  it("finds another media type", () => {
    const html = new Headers({ "content-type": "text/html" });

    expect(faults("GET", path, 404, { error: "x" }, html)).toEqual(["the content type text/html is undocumented"]);
  });
});
