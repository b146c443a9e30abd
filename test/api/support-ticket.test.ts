import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";

let test: TestApp;
let desk: Desk;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
});

const call = (method: string, path: string, body?: unknown, key = desk.member.key) =>
  test.call(method, `/api/v1/tickets/${path}`, { key, body });

describe("PX-6 GET /api/v1/tickets/{id}", () => {
  it("has the assignee, the creator and the tags beside their ids", async () => {
    const tag = await test.call("POST", "/api/v1/ticket-tags", { key: desk.admin.key, body: { name: "billing" } });
    const { id } = await createTicket(test, desk.member.key, { assigneeId: desk.admin.user.id, tags: ["billing"] });

    const answer = await call("GET", id);

    expect(answer).toMatchObject({
      status: 200,
      body: {
        assigneeId: desk.admin.user.id,
        assignee: { id: desk.admin.user.id, name: "Adam" },
        creatorId: desk.member.user.id,
        creator: { id: desk.member.user.id, name: "Mia" },
        tags: [{ id: expectStatus(tag, 201).body.id, name: "billing" }],
      },
    });
  });

  it("has no assignee where nobody has the ticket", async () => {
    const { id } = await createTicket(test, desk.member.key);

    expect((await call("GET", id)).body).toMatchObject({ assigneeId: null, assignee: null });
  });
});

describe("PX-8 DELETE /api/v1/tickets/{id}", () => {
  it("hides the ticket from reads, lists, messages and statistics, and keeps its number", async () => {
    const own = await openDesk(test);
    const kept = await createTicket(test, own.owner.key);
    const gone = await createTicket(test, own.owner.key);

    const deleted = await call("DELETE", gone.id, undefined, own.owner.key);

    expect(deleted).toMatchObject({ status: 204, text: "" });
    for (const path of [gone.id, String(gone.ticketNumber), `${gone.id}/messages`, `${gone.id}/activities`]) {
      expect((await call("GET", path, undefined, own.owner.key)).status, path).toBe(404);
    }
    expect((await call("DELETE", gone.id, undefined, own.owner.key)).status).toBe(404);
    const list = await test.call("GET", "/api/v1/tickets", { key: own.owner.key });
    expect(list.body.tickets.map(({ id }: { id: string }) => id)).toEqual([kept.id]);
    expect((await call("GET", "stats", undefined, own.owner.key)).body).toMatchObject({ total: 1, unassigned: 1 });
    expect(await createTicket(test, own.owner.key)).toMatchObject({ ticketNumber: gone.ticketNumber + 1 });
  });

  it("is taken back by an admin, and by nobody below", async () => {
    const own = await openDesk(test);
    const ticket = await createTicket(test, own.owner.key, { subject: "Kept" });
    expectStatus(await call("DELETE", ticket.id, undefined, own.admin.key), 204);

    const refused = await call("POST", `${ticket.id}/restore`, undefined, own.member.key);
    const restored = await call("POST", `${ticket.id}/restore`, undefined, own.admin.key);

    expect(refused.status).toBe(403);
    expect(restored).toMatchObject({ status: 200, body: { id: ticket.id, subject: "Kept", ticketNumber: 1 } });
    expect((await call("GET", ticket.id, undefined, own.member.key)).status).toBe(200);
    expect((await call("GET", "stats", undefined, own.member.key)).body).toMatchObject({ total: 1, unassigned: 1 });
  });
});

describe("PX-9 POST /api/v1/tickets/{id}/assign", () => {
  const assigned = async (id: string) => {
    const { body } = expectStatus(await call("GET", `${id}/activities`), 200);
    return body.activities
      .filter(({ type }: { type: string }) => type === "assigned")
      .map(({ oldValue, newValue }: { oldValue: unknown; newValue: unknown }) => [oldValue, newValue]);
  };

  it("gives the ticket to a person and takes it back, each logged once with old and new", async () => {
    const { id } = await createTicket(test, desk.member.key);
    const to = desk.admin.user.id;

    const given = await call("POST", `${id}/assign`, { assigneeId: to });
    const again = await call("POST", `${id}/assign`, { assigneeId: to });
    test.clock.advance(1_000);
    const taken = await call("POST", `${id}/assign`, { assigneeId: null });

    expect(given).toMatchObject({ status: 200, body: { id, assigneeId: to } });
    expect(again).toMatchObject({ status: 200, body: { id, assigneeId: to } });
    expect(taken).toMatchObject({ status: 200, body: { id, assigneeId: null } });
    expect(new Set(await assigned(id))).toEqual(
      new Set([
        [null, to],
        [to, null],
      ]),
    );
    expect(await assigned(id)).toHaveLength(2);
  });

  it("refuses whoever is nobody in the organization, and changes nothing", async () => {
    const { id } = await createTicket(test, desk.member.key);
    const stranger = (await openDesk(test)).member.user.id;

    for (const assigneeId of ["nobody", stranger]) {
      const answer = await call("POST", `${id}/assign`, { assigneeId });
      expect(answer, assigneeId).toMatchObject({ status: 400, body: { error: expect.any(String) } });
    }
    expect((await call("GET", id)).body).toMatchObject({ assigneeId: null });
    expect(await assigned(id)).toEqual([]);
  });
});
