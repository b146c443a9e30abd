import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";

let test: TestApp;
let desk: Desk;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
  const body = { name: "regression" };
  expectStatus(await test.call("POST", "/api/v1/ticket-tags", { key: desk.owner.key, body }), 201);
});

interface Case {
  /** Sends the request once; `other` asks for something else under the same key. */
  send(ticketId: string, headers: Record<string, string>, other?: boolean): Promise<Answer>;
  prepare?(ticketId: string): Promise<unknown>;
}

const post = (path: string, headers: Record<string, string>, body?: unknown) =>
  test.call("POST", path, { key: desk.owner.key, headers, ...(body !== undefined && { body }) });

const cases: Record<string, Case> = {
  assign: {
    send: (id, headers, other) =>
      post(`/api/v1/tickets/${id}/assign`, headers, { assigneeId: other ? null : desk.member.user.id }),
  },
  tags: {
    send: (id, headers, other) =>
      post(`/api/v1/tickets/${id}/tags`, headers, other ? { tag: "another" } : { tag: "regression" }),
  },
  "convert-to-issue": {
    send: (id, headers, other) =>
      post(`/api/v1/tickets/${id}/convert-to-issue`, headers, { title: other ? "Two" : "One" }),
  },
  restore: {
    prepare: (id) => test.call("DELETE", `/api/v1/tickets/${id}`, { key: desk.owner.key }),
    send: (id, headers, other) => post(`/api/v1/tickets/${other ? 1 : id}/restore`, headers),
  },
};

describe.each(Object.entries(cases))("G-6 Idempotency-Key on POST .../%s", (_name, { send, prepare }) => {
  it("answers a repeat as it answered the first, and does nothing more", async () => {
    const { id } = await createTicket(test, desk.owner.key);
    await prepare?.(id);
    const headers = { "idempotency-key": crypto.randomUUID() };

    const first = await send(id, headers);
    const again = await send(id, headers);

    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(first.status).toBeLessThan(300);
  });

  it("refuses another request under the same key", async () => {
    const { id } = await createTicket(test, desk.owner.key);
    await prepare?.(id);
    const headers = { "idempotency-key": crypto.randomUUID() };
    await send(id, headers);

    const other = await send(id, headers, true);

    expect(other).toMatchObject({ status: 422, body: { error: "This Idempotency-Key was used for another request" } });
  });
});

describe("G-6 Idempotency-Key on the inbox and on an import", () => {
  it("answers the first count again, and leaves what came since unread", async () => {
    const reader = await desk.join("member", "Rita");
    const headers = { "idempotency-key": crypto.randomUUID() };
    const readAll = () => test.call("POST", "/api/v1/inbox/read-all", { key: reader.key, headers });
    await createTicket(test, desk.owner.key, { assigneeId: reader.user.id });
    const first = await readAll();
    await createTicket(test, desk.owner.key, { assigneeId: reader.user.id });

    const again = await readAll();
    const unread = await test.call("GET", "/api/v1/inbox?unread=true", { key: reader.key });

    expect([first.body, again.body]).toEqual([{ read: 1 }, { read: 1 }]);
    expect(unread.body.notifications).toHaveLength(1);
  });

  it("answers the first summary of an import again", async () => {
    const headers = { "idempotency-key": crypto.randomUUID(), "content-type": "application/yaml" };
    const raw = [
      "triggers:",
      "  - name: escalate",
      "    event: ticket.created",
      "    actions:",
      "      - type: set_priority",
      "        priority: high",
    ].join("\n");
    const send = () => test.call("POST", "/api/v1/triggers/import", { key: desk.owner.key, headers, raw });

    const first = await send();
    const again = await send();

    expect(first).toMatchObject({ status: 200, body: { created: 1, unchanged: 0 } });
    expect([again.status, again.body]).toEqual([200, first.body]);
  });
});
