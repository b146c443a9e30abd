import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";

let test: TestApp;
let desk: Desk;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
});

function convert(ticketId: string, body: Record<string, unknown> = {}, key = desk.member.key) {
  return test.call("POST", `/api/v1/tickets/${ticketId}/convert-to-issue`, { key, body });
}

async function newIssue(fields: Record<string, unknown> = {}) {
  const ticket = await createTicket(test, desk.member.key, fields);
  return expectStatus(await convert(ticket.id), 201).body.issue;
}

describe("PX-62 POST /api/v1/tickets/{id}/convert-to-issue", () => {
  it("makes an issue that is linked both ways, and leaves the ticket open with a note", async () => {
    const { key } = desk.member;
    const ticket = await createTicket(test, key, {
      subject: "Export fails",
      description: "On **CSV**",
      priority: "high",
    });

    const answer = expectStatus(await convert(ticket.id), 201);
    const thread = await test.call("GET", `/api/v1/tickets/${ticket.id}/messages`, { key });
    const activities = await test.call("GET", `/api/v1/tickets/${ticket.id}/activities`, { key });

    const { issue } = answer.body;
    expect(issue).toMatchObject({
      title: "Export fails",
      description: "On **CSV**",
      status: "backlog",
      type: "bug",
      priority: "high",
      creatorId: desk.member.user.id,
      metadata: {
        ticketId: ticket.id,
        ticketNumber: ticket.ticketNumber,
        ticketUrl: `/api/v1/tickets/${ticket.id}`,
      },
    });
    expect(issue.key).toBe(`ISS-${String(issue.number).padStart(4, "0")}`);
    expect(answer.body.ticket).toMatchObject({ id: ticket.id, status: "open", issueId: issue.id, messageCount: 1 });
    expect(thread.body.messages).toMatchObject([
      { isInternalNote: true, content: `Converted to ${issue.key}: Export fails` },
    ]);
    expect(activities.body.activities.map(({ type }: { type: string }) => type)).toEqual(["created", "note_added"]);
  });

  it("answers the same issue when it is repeated, also many times at once, and takes one number", async () => {
    const ticket = await createTicket(test, desk.member.key);

    const answers = await Promise.all(Array.from({ length: 10 }, () => convert(ticket.id)));
    const again = await convert(ticket.id, { title: "Another title" });

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 200)).toHaveLength(9);
    expect(new Set([...answers, again].map(({ body }) => body.issue.id)).size).toBe(1);
    expect(again).toMatchObject({ status: 200, body: { ticket: { messageCount: 1 } } });
  });

  it("takes a title, a type and a team of its own", async () => {
    const ticket = await createTicket(test, desk.member.key);

    const answer = await convert(ticket.id, { title: " Speed up the export ", type: "story", teamId: null });

    expect(answer.body.issue).toMatchObject({ title: "Speed up the export", type: "story", teamId: null });
  });

  it.each([{ type: "incident" }, { teamId: "nobody" }, { title: " " }, { status: "done" }])(
    "refuses %j and makes nothing",
    async (body) => {
      const ticket = await createTicket(test, desk.member.key);

      const refused = await convert(ticket.id, body);
      const after = await test.call("GET", `/api/v1/tickets/${ticket.id}`, { key: desk.member.key });

      expect(refused).toMatchObject({ status: 400, body: { error: expect.any(String) } });
      expect(after.body).toMatchObject({ issueId: null, messageCount: 0 });
    },
  );

  it("answers for another organisation's ticket as for one that nobody has", async () => {
    const foreign = await openDesk(test);
    const ticket = await createTicket(test, desk.member.key);

    const refused = await convert(ticket.id, {}, foreign.owner.key);
    const unknown = await convert("01ARZ3NDEKTSV4RRFFQ69G5FAV", {}, foreign.owner.key);

    expect([refused.status, refused.text]).toEqual([404, unknown.text]);
  });
});

describe("PX-63 /api/v1/issues", () => {
  it("lists them newest first, page by page, and narrows by status", async () => {
    const own = await openDesk(test);
    const { key } = own.member;
    const ids: string[] = [];
    for (const subject of ["one", "two", "three"]) {
      test.clock.advance(1_000);
      const ticket = await createTicket(test, key, { subject });
      ids.unshift((await convert(ticket.id, {}, key)).body.issue.id);
    }
    await test.call("PATCH", `/api/v1/issues/${ids[1]}`, { key, body: { status: "done" } });

    const first = await test.call("GET", "/api/v1/issues?limit=2", { key });
    const second = await test.call("GET", `/api/v1/issues?limit=2&cursor=${first.body.nextCursor}`, { key });
    const open = await test.call("GET", "/api/v1/issues?status=backlog,todo", { key });

    const idsOf = (answer: typeof first) => answer.body.issues.map(({ id }: { id: string }) => id);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(ids);
    expect(second.body.nextCursor).toBeNull();
    expect(idsOf(open)).toEqual([ids[0], ids[2]]);
  });

  it("finds one by its id and by its key, in any case", async () => {
    const { key } = desk.member;
    const issue = await newIssue();

    const answers = await Promise.all(
      [issue.id, issue.key, issue.key.toLowerCase()].map((id) => test.call("GET", `/api/v1/issues/${id}`, { key })),
    );

    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: issue });
  });

  it("changes what is asked for, under the version that the caller has seen, and nothing for nothing", async () => {
    const { key } = desk.member;
    const issue = await newIssue();
    const path = `/api/v1/issues/${issue.id}`;
    const body = { status: "in_progress", priority: "none", assigneeId: desk.admin.user.id };

    const changed = await test.call("PATCH", path, { key, body, headers: { "if-match": '"1"' } });
    const same = await test.call("PATCH", path, { key, body });
    const late = await test.call("PATCH", path, { key, body: { status: "done" }, headers: { "if-match": '"1"' } });

    expect(changed).toMatchObject({ status: 200, body: { ...body, version: 2 } });
    expect(changed.headers.get("etag")).toBe('"2"');
    expect(same.body).toMatchObject({ version: 2, updatedAt: changed.body.updatedAt });
    expect(late.status).toBe(412);
  });

  it.each([
    { status: "open" },
    { type: "incident" },
    { priority: "critical" },
    { assigneeId: "nobody" },
    { teamId: "nobody" },
    { metadata: {} },
    { number: 1 },
  ])("refuses %j", async (body) => {
    const issue = await newIssue();

    const answer = await test.call("PATCH", `/api/v1/issues/${issue.id}`, { key: desk.member.key, body });

    expect(answer).toMatchObject({ status: 400, body: { error: expect.any(String) } });
  });

  it("answers for another organisation's issue as for one that nobody has", async () => {
    const foreign = await openDesk(test);
    const issue = await newIssue();
    const { key } = foreign.owner;

    for (const method of ["GET", "PATCH"]) {
      const call = { key, ...(method === "PATCH" && { body: { status: "done" } }) };
      const theirs = await test.call(method, `/api/v1/issues/${issue.id}`, call);
      const unknown = await test.call(method, "/api/v1/issues/01ARZ3NDEKTSV4RRFFQ69G5FAV", call);
      expect([theirs.status, theirs.text]).toEqual([404, unknown.text]);
    }
    const byKey = await test.call("GET", "/api/v1/issues/ISS-0001", { key });
    expect(byKey.status).toBe(404);
  });

  it("keeps a chained record of what was done to an issue", async () => {
    const issue = await newIssue();
    await test.call("PATCH", `/api/v1/issues/${issue.id}`, { key: desk.member.key, body: { status: "done" } });

    const subject = { type: "issue", id: issue.id, tenantId: desk.tenantId };
    expect(await test.store.audit.verify(subject)).toEqual({ entries: 2, fault: null });
  });
});
