import { sweepSla } from "@tessera/core/tickets";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, openDesk } from "../support/desk.ts";
import { advanceMinutes, givePolicy, sweepContext } from "../support/sla-desk.ts";

let test: TestApp;
let desk: Desk;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
});

const activities = (id: string, query = "", key = desk.member.key) =>
  test.call("GET", `/api/v1/tickets/${id}/activities${query}`, { key });

const patch = (id: string, body: object) => test.call("PATCH", `/api/v1/tickets/${id}`, { key: desk.member.key, body });

describe("PX-48 GET /api/v1/tickets/{id}/activities", () => {
  it("tells a ticket's life, oldest first: one row for each field that one PATCH has changed", async () => {
    const { id } = await createTicket(test, desk.member.key);
    await patch(id, { status: "pending", priority: "high", category: "bug" });
    await patch(id, { assigneeId: desk.admin.user.id, subject: "Another subject" });

    const answer = await activities(id);

    const row = (type: string, oldValue: unknown, newValue: unknown) => ({
      id: expect.any(String),
      type,
      oldValue,
      newValue,
      actor: `user:${desk.member.user.id}`,
      createdAt: expect.any(String),
    });
    expect(answer.body).toEqual({
      activities: [
        row("created", null, { status: "open", priority: "medium" }),
        row("status_changed", "open", "pending"),
        row("priority_changed", "medium", "high"),
        row("category_changed", "general", "bug"),
        row("assigned", null, desk.admin.user.id),
      ],
      total: 5,
      limit: 50,
      offset: 0,
      nextCursor: null,
    });
  });

  it("goes on where a page has ended, also when the ticket changes in between", async () => {
    const { id } = await createTicket(test, desk.member.key);
    await patch(id, { priority: "high" });
    await patch(id, { priority: "low" });

    const first = await activities(id, "?limit=2");
    await patch(id, { priority: "urgent" });
    const second = await activities(id, `?limit=2&cursor=${first.body.nextCursor}`);

    const types = [...first.body.activities, ...second.body.activities].map(({ type, newValue }) => [type, newValue]);
    expect(types.slice(1)).toEqual([
      ["priority_changed", "high"],
      ["priority_changed", "low"],
      ["priority_changed", "urgent"],
    ]);
  });

  it("shows what a policy has done as the policy's, and no breach among the nine types", async () => {
    const own = await openDesk(test);
    await givePolicy(test, own, { onBreach: [{ kind: "raise_priority" }] });
    const { id } = await createTicket(test, own.member.key);
    advanceMinutes(test, 61);
    await sweepSla(sweepContext(test));

    const answer = await activities(id, "", own.member.key);

    expect(answer.body.activities.map(({ type, actor }: { type: string; actor: string }) => [type, actor])).toEqual([
      ["created", `user:${own.member.user.id}`],
      ["priority_changed", "system:sla-policy"],
    ]);
  });

  it("has no way to change or delete a row", async () => {
    const { id } = await createTicket(test, desk.member.key);

    const path = `/api/v1/tickets/${id}/activities`;
    const answers = ["PATCH", "DELETE", "PUT", "POST"].map((method) =>
      test.call(method, path, { key: desk.owner.key }),
    );

    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([405, 405, 405, 405]);
  });

  it("answers for another tenant's ticket as for one that nobody has", async () => {
    const stranger = await openDesk(test);
    const { id } = await createTicket(test, desk.member.key);

    const foreign = await activities(id, "", stranger.owner.key);
    const unknown = await activities("01ARZ3NDEKTSV4RRFFQ69G5FAV", "", stranger.owner.key);

    expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
  });
});
