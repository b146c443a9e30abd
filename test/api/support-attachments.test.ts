import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { openPortal } from "../support/contact.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";

const email = "carla@customer.example";
const file = { fileName: "log.txt", contentType: "text/plain", size: 3 };
const nobody = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

let test: TestApp;
let desk: Desk;
let key: string;
let ticketId: string;
let asContact: ReturnType<typeof openPortal>;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
  key = desk.member.key;
  ticketId = (await createTicket(test, key, { contactEmail: email })).id;
  asContact = openPortal(test, { tenantId: desk.tenantId, email, key });
});

const pathOf = (end = "", ticket = ticketId) => `/api/v1/tickets/${ticket}/attachments${end}`;
const announce = (body: unknown = file, by = key, headers: Record<string, string> = {}) =>
  test.call("POST", pathOf(), { key: by, body, headers });
const read = (id: string, by = key, ticket = ticketId) => test.call("GET", pathOf(`/${id}`, ticket), { key: by });
const postWith = (attachmentIds: string[], body: Record<string, unknown> = {}, by = key) =>
  test.call("POST", `/api/v1/tickets/${ticketId}/messages`, { key: by, body: { attachmentIds, ...body } });

async function uploaded(by = key): Promise<string> {
  const { body } = expectStatus(await announce(file, by), 201);
  test.objects.put(body.upload.url, { size: file.size });
  return body.id;
}

describe("PX-47 POST /api/v1/tickets/{id}/attachments", () => {
  it("answers where to send the file, under a clean name", async () => {
    const answer = await announce({
      ...file,
      fileName: "C:\\temp\\..\\log.txt",
      contentType: "Text/Plain; charset=utf-8",
    });

    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      ...file,
      upload: {
        url: expect.stringContaining(`/attachments/${desk.tenantId}/${ticketId}/${answer.body.id}`),
        method: "PUT",
        headers: { "content-type": "text/plain" },
      },
      expiresAt: new Date(test.clock.now().getTime() + 15 * 60_000).toISOString(),
    });
  });

  it.each([
    { fileName: "a.txt" },
    { ...file, size: 0 },
    { ...file, size: 25 * 1024 * 1024 + 1 },
    { ...file, size: 1.5 },
    { ...file, fileName: " " },
    { ...file, contentType: "text/html" },
    { ...file, contentType: "application/x-msdownload" },
    { ...file, isInternal: false },
  ])("J5 refuses %j", async (body) => {
    const answer = await announce(body);

    expect(answer).toMatchObject({ status: 400, body: { error: expect.any(String) } });
  });

  it("J2 hides another tenant's ticket, and refuses a key that may only read", async () => {
    const stranger = await openDesk(test);
    const reader = await test.signUp({ tenantId: desk.tenantId, scopes: ["issues.read"] });

    const statuses = [await announce(file, stranger.owner.key), await announce(file, reader.key)];

    expect(statuses.map(({ status }) => status)).toEqual([404, 403]);
  });

  it("H1 makes one file under one Idempotency-Key, and no new URL once a message has it", async () => {
    const headers = { "idempotency-key": crypto.randomUUID() };
    const first = await announce(file, key, headers);
    const again = await announce(file, key, headers);
    test.objects.put(first.body.upload.url, { size: file.size });
    expectStatus(await postWith([first.body.id]), 201);

    const late = await announce(file, key, headers);

    expect(again).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect(late.status).toBe(409);
  });
});

describe("PX-47 a message with files", () => {
  it("needs no text, and its thread and its file name each other", async () => {
    const id = await uploaded();

    const posted = await postWith([id, id]);
    const thread = await test.call("GET", `/api/v1/tickets/${ticketId}/messages?limit=200`, { key });
    const download = await read(id, desk.admin.key);

    expect(posted).toMatchObject({ status: 201, body: { content: "", attachments: [{ id, ...file }] } });
    const row = thread.body.messages.find((message: { id: string }) => message.id === posted.body.id);
    expect(row.attachments).toEqual([{ id, ...file }]);
    expect(download.body).toEqual({
      id,
      ...file,
      messageId: posted.body.id,
      downloadUrl: expect.stringContaining(id),
      expiresAt: new Date(test.clock.now().getTime() + 5 * 60_000).toISOString(),
    });
  });

  it("refuses a file that is not there, not whole, taken, of another person, or of another ticket", async () => {
    const { body: missing } = await announce();
    const { body: cut } = await announce();
    test.objects.put(cut.upload.url, { size: file.size - 1 });
    const taken = await uploaded();
    expectStatus(await postWith([taken]), 201);
    const foreign = await uploaded(desk.admin.key);
    const other = await createTicket(test, key);
    const elsewhere = await test.call("POST", pathOf("", other.id), { key, body: file });
    test.objects.put(elsewhere.body.upload.url, { size: file.size });

    const answers = await Promise.all(
      [missing.id, cut.id, taken, foreign, elsewhere.body.id, nobody].map((id) => postWith([id], { content: "x" })),
    );

    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(400));
  });

  it("takes at most ten", async () => {
    const answer = await postWith(Array(11).fill(nobody), { content: "x" });

    expect(answer.status).toBe(400);
  });

  it("takes its files along when it is deleted", async () => {
    const id = await uploaded();
    const posted = await postWith([id]);
    const before = await read(id);

    await test.call("DELETE", `/api/v1/tickets/${ticketId}/messages/${posted.body.id}`, { key });

    const list = await test.call("GET", pathOf(), { key });
    expect([before.status, (await read(id)).status]).toEqual([200, 404]);
    expect(list.text).not.toContain(id);
  });

  it("carries a file once, however many messages ask for it at once", async () => {
    const id = await uploaded();

    const answers = await Promise.all([1, 2, 3, 4].map((n) => postWith([id], { content: `${n}` })));

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400]);
  });
});

describe("PX-47 PX-41 who sees a file", () => {
  it("is its uploader alone before a message carries it", async () => {
    const id = await uploaded();

    const statuses = [await read(id), await read(id, desk.owner.key), await asContact("GET", pathOf(`/${id}`))];
    const list = await test.call("GET", pathOf(), { key: desk.owner.key });

    expect(statuses.map(({ status }) => status)).toEqual([200, 404, 404]);
    expect(list.text).not.toContain(id);
  });

  it("is the customer too where the message is public, and not where it is a note", async () => {
    const [shown, hidden] = [await uploaded(), await uploaded()];
    await postWith([shown]);
    await postWith([hidden], { isInternalNote: true });

    const statuses = [await asContact("GET", pathOf(`/${shown}`)), await asContact("GET", pathOf(`/${hidden}`))];
    const list = await test.call("GET", pathOf(), { key: desk.owner.key });

    expect(statuses.map(({ status }) => status)).toEqual([200, 404]);
    expect(list.body.attachments.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining([shown, hidden]));
    expect(list.body).toMatchObject({ total: list.body.attachments.length, offset: 0, nextCursor: null });
  });

  it("J2 is nobody of another tenant, nor by another ticket", async () => {
    const id = await uploaded();
    await postWith([id]);
    const stranger = await openDesk(test);
    const other = await createTicket(test, key);

    const answers = [
      await read(id, stranger.owner.key),
      await read(id, key, other.id),
      await read(nobody),
      await read("x"),
      await test.call("GET", pathOf(), { key: stranger.owner.key }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  });
});

describe("PX-21 PX-47 a customer's file on a closed ticket", () => {
  it("goes into the follow-up with its message, and is no longer of the closed one", async () => {
    const ticket = await createTicket(test, key, { contactEmail: email, status: "closed" });
    const { body } = await asContact("POST", pathOf("", ticket.id), { body: file });
    test.objects.put(body.upload.url, { size: file.size });

    const posted = await asContact("POST", `/api/v1/tickets/${ticket.id}/messages`, {
      body: { attachmentIds: [body.id] },
    });

    const there = await read(body.id, key, posted.body.ticketId);
    expect(posted).toMatchObject({ status: 201, body: { attachments: [{ id: body.id, ...file }] } });
    expect(posted.body.ticketId).not.toBe(ticket.id);
    expect(there).toMatchObject({ status: 200, body: { downloadUrl: expect.stringContaining(ticket.id) } });
    expect((await asContact("GET", pathOf(`/${body.id}`, ticket.id))).status).toBe(404);
  });
});
