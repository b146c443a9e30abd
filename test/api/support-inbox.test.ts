import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, openDesk } from "../support/desk.ts";

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});

/** A desk whose admin was assigned so many tickets by its member, one second after another. */
async function deskWithNotices(count: number): Promise<Desk> {
  const desk = await openDesk(test);
  for (let ticket = 0; ticket < count; ticket += 1) {
    test.clock.advance(1_000);
    await createTicket(test, desk.member.key, { assigneeId: desk.admin.user.id });
  }
  return desk;
}

const inbox = (key: string, query = "") => test.call("GET", `/api/v1/inbox${query}`, { key });
const post = (key: string, path: string) => test.call("POST", `/api/v1/inbox/${path}`, { key });

describe("PX-67 GET /api/v1/inbox", () => {
  it("shows the caller's own notifications, newest first, page by page", async () => {
    const desk = await deskWithNotices(3);

    const first = await inbox(desk.admin.key, "?limit=2");
    const second = await inbox(desk.admin.key, `?limit=2&cursor=${first.body.nextCursor}`);

    expect(first.body).toMatchObject({ total: null, limit: 2, offset: 0, nextCursor: expect.any(String) });
    expect(second.body.nextCursor).toBeNull();
    const rows = [...first.body.notifications, ...second.body.notifications];
    expect(rows.map(({ ticketNumber }) => ticketNumber)).toEqual([3, 2, 1]);
    expect(rows[2]).toEqual({
      id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      type: "assigned",
      ticketId: expect.any(String),
      ticketNumber: 1,
      readAt: null,
      createdAt: expect.any(String),
    });
    expect((await inbox(desk.owner.key)).body.notifications).toEqual([]);
  });

  it("is always empty for a key without a user", async () => {
    const { key } = await test.signUp();

    expect(await inbox(key)).toMatchObject({ status: 200, body: { notifications: [], nextCursor: null } });
    expect(await post(key, "read-all")).toMatchObject({ status: 200, body: { read: 0 } });
  });

  it("refuses a cursor of another user's inbox, and what it does not know", async () => {
    const desk = await deskWithNotices(2);
    const { nextCursor } = (await inbox(desk.admin.key, "?limit=1")).body;

    const answers = [
      await inbox(desk.owner.key, `?limit=1&cursor=${nextCursor}`),
      await inbox(desk.admin.key, `?limit=1&unread=true&cursor=${nextCursor}`),
      await inbox(desk.admin.key, "?unread=yes"),
      await inbox(desk.admin.key, "?limit=0"),
      await inbox(desk.admin.key, "?user=someone"),
    ];

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
  });
});

describe("PX-67 POST /api/v1/inbox/{id}/read", () => {
  it("marks one notification, and keeps its first moment when it is repeated", async () => {
    const desk = await deskWithNotices(2);
    const [newest, oldest] = (await inbox(desk.admin.key)).body.notifications;

    const first = await post(desk.admin.key, `${newest.id}/read`);
    test.clock.advance(60_000);
    const second = await post(desk.admin.key, `${newest.id}/read`);

    expect(first).toMatchObject({ status: 200, body: { id: newest.id, readAt: expect.any(String) } });
    expect(second.body).toEqual(first.body);
    expect((await inbox(desk.admin.key, "?unread=true")).body.notifications).toEqual([oldest]);
    expect((await inbox(desk.admin.key, "?unread=false")).body.notifications).toHaveLength(2);
  });

  it("marks once when it is asked many times at once", async () => {
    const desk = await deskWithNotices(1);
    const [notice] = (await inbox(desk.admin.key)).body.notifications;

    const answers = await Promise.all(Array.from({ length: 10 }, () => post(desk.admin.key, `${notice.id}/read`)));

    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  });

  it("answers for another user's notification as for one that nobody has", async () => {
    const desk = await deskWithNotices(1);
    const stranger = await openDesk(test);
    const [notice] = (await inbox(desk.admin.key)).body.notifications;

    const answers = [
      await post(desk.owner.key, `${notice.id}/read`),
      await post(stranger.admin.key, `${notice.id}/read`),
      await post(desk.admin.key, "01ARZ3NDEKTSV4RRFFQ69G5FAV/read"),
      await post(desk.admin.key, "nothing/read"),
    ];

    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set(['404 {"error":"Notification not found"}']),
    );
    expect((await inbox(desk.admin.key, "?unread=true")).body.notifications).toHaveLength(1);
  });
});

describe("PX-67 POST /api/v1/inbox/read-all", () => {
  it("marks 200 at a time until nothing is left, and then 0", async () => {
    const desk = await openDesk(test);
    const own = { tenantId: desk.tenantId, userId: desk.admin.user.id };
    const createdAt = test.clock.now().toISOString();
    const ids = Array.from({ length: 205 }, (_, index) => `01ARZ3NDEKTSV4RRFFQ69G5${String(index).padStart(3, "0")}`);
    for (const id of ids) {
      const ticket = { ticketId: "ticket", ticketNumber: 1 };
      await test.store.notices.save({ id, ...own, ...ticket, type: "mention", readAt: null, createdAt, version: 1 });
    }

    const answers = [];
    for (let call = 0; call < 3; call += 1) answers.push((await post(desk.admin.key, "read-all")).body);

    expect(answers).toEqual([{ read: 200 }, { read: 5 }, { read: 0 }]);
    expect((await inbox(desk.admin.key, "?unread=true")).body.notifications).toEqual([]);
  });
});
