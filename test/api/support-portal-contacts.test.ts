import { createContactTokens } from "@tessera/core/access";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";
import { historyOf } from "../support/ticket-history.ts";

const secret = "a word among colleagues";
let test: TestApp;
let desk: Desk;
let ann: string;
let bob: string;

beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
  ann = tokenOf("ann@example.org");
  bob = tokenOf("bob@example.org");
});

function tokenOf(email: string, tenantId = desk.tenantId): string {
  return test.dependencies.contactTokens.issue({ tenantId, email }, test.clock.now()).token;
}

const call = (key: string, route: string, body?: object) => {
  // What is written at one moment has no order.
  test.clock.advance(1_000);
  const [method = "", path = ""] = route.split(" ");
  return test.call(method, path, { key, ...(body && { body }) });
};

/** A ticket of Ann's with a public message, and with a note and its file that are nobody's business but the desk's. */
async function openThread() {
  const ticket = expectStatus(await call(ann, "POST /api/v1/tickets", { subject: "Ann's" }), 201).body;
  const path = `/api/v1/tickets/${ticket.id}`;
  const key = desk.member.key;
  const note = { content: `@adam ${secret}`, isInternalNote: true };
  const noted = expectStatus(await call(key, `POST ${path}/messages`, note), 201).body;
  const said = expectStatus(await call(key, `POST ${path}/messages`, { content: "We look into it." }), 201).body;
  return { ticket, path, noted, said };
}

describe("PX-64 a contact at the desk's routes", () => {
  it("opens tickets of its own, whatever it asks for", async () => {
    const wanted = { subject: "Mine", contactEmail: "bob@example.org", assigneeId: desk.owner.user.id, source: "api" };

    const answer = await call(ann, "POST /api/v1/tickets", wanted);

    expect(answer).toMatchObject({ status: 201, body: { contactEmail: "ann@example.org", source: "portal" } });
    expect(Object.keys(answer.body)).not.toContain("assigneeId");
    const seen = await call(desk.member.key, `GET /api/v1/tickets/${answer.body.id}`);
    expect(seen.body).toMatchObject({ assigneeId: null, creatorId: null });
  });

  it("lists its own tickets alone", async () => {
    const { ticket } = await openThread();
    await createTicket(test, desk.member.key, { contactEmail: "bob@example.org", subject: "Bob's" });

    const own = await call(ann, "GET /api/v1/tickets?limit=100");
    const others = await call(ann, "GET /api/v1/tickets?contactEmail=bob@example.org");

    expect(own.body.tickets.map(({ id }: { id: string }) => id)).toContain(ticket.id);
    for (const answer of [own, others]) {
      expect(answer.text).not.toContain("bob@example.org");
      expect(answer.text).not.toContain("Bob's");
    }
  });

  it("reads public messages and answers them", async () => {
    const { path } = await openThread();

    const posted = await call(ann, `POST ${path}/messages`, { content: "Thanks." });
    const page = await call(ann, `GET ${path}/messages`);

    expect(posted).toMatchObject({ status: 201, body: { content: "Thanks.", isInternalNote: false } });
    expect(page.body.messages.map(({ content }: { content: string }) => content)).toEqual([
      "We look into it.",
      "Thanks.",
    ]);
  });

  it("writes no notes", async () => {
    const { path } = await openThread();

    const answer = await call(ann, `POST ${path}/messages`, { content: "x", isInternalNote: true });

    expect(answer.status).toBe(403);
  });

  it("reopens what waits for it, and follows up what is closed (PX-21, PX-23)", async () => {
    const { ticket, path } = await openThread();
    await call(desk.member.key, `PATCH ${path}`, { status: "pending" });
    await call(ann, `POST ${path}/messages`, { content: "Here it is." });
    const reopened = await call(ann, `GET ${path}`);
    await call(desk.member.key, `PATCH ${path}`, { status: "closed" });

    const answer = await call(ann, `POST ${path}/messages`, { content: "Again." });

    expect(reopened.body.status).toBe("open");
    expect(answer.status).toBe(201);
    expect(answer.headers.get("location")).toMatch(/^\/api\/v1\/tickets\/[0-9A-Z]{26}$/);
    expect(answer.body.ticketId).not.toBe(ticket.id);
  });
});

describe("PX-41 J5 what happens inside", () => {
  it("shows in no answer to a contact", async () => {
    const { path, noted } = await openThread();
    const answers = [
      await call(ann, `GET ${path}`),
      await call(ann, "GET /api/v1/tickets?limit=100"),
      await call(ann, `GET ${path}/messages`),
      await call(ann, `GET ${path}/messages/${noted.id}`),
      await call(ann, `POST ${path}/messages`, { content: "More." }),
      await call(ann, `PATCH ${path}/messages/${noted.id}`, { content: "Mine now." }),
    ];

    for (const { text } of answers) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(noted.id);
    }
    expect((await call(ann, `GET ${path}`)).body.messageCount).toBe(2);
  });

  it("shows no file of a note, and the file of a message", async () => {
    const { path } = await openThread();
    const inside = await sendFile(path, "inside.txt", true);
    const outside = await sendFile(path, "outside.txt", false);

    const list = await call(ann, `GET ${path}/messages`);
    const files = await Promise.all([inside, outside].map((id) => call(ann, `GET ${path}/attachments/${id}`)));

    expect(list.text).not.toContain("inside.txt");
    expect(list.text).toContain("outside.txt");
    expect(files.map(({ status }) => status)).toEqual([404, 200]);
  });

  /** A file of the desk's that a message or a note carries. */
  async function sendFile(path: string, fileName: string, isInternalNote: boolean): Promise<string> {
    const { key } = desk.member;
    const file = { fileName, contentType: "text/plain", size: 3 };
    const { id, upload } = expectStatus(await call(key, `POST ${path}/attachments`, file), 201).body;
    test.objects.put(upload.url, { size: 3, contentType: "text/plain" });
    const message = { content: "A file.", isInternalNote, attachmentIds: [id] };
    expectStatus(await call(key, `POST ${path}/messages`, message), 201);
    return id;
  }
});

describe("J2 J5 another contact's ticket", () => {
  const routes = (id: string): [route: string, body?: object][] => [
    [`GET /api/v1/tickets/${id}`],
    [`GET /api/v1/tickets/${id}/messages`],
    [`POST /api/v1/tickets/${id}/messages`, { content: "x" }],
    [`POST /api/v1/tickets/${id}/attachments`, { fileName: "a.txt", contentType: "text/plain", size: 1 }],
    [`GET /api/v1/tickets/${id}/attachments/01ARZ3NDEKTSV4RRFFQ69G5FAV`],
  ];
  const shape = ({ status, text }: Answer) => `${status} ${text}`;

  it("answers byte for byte like one that is not there, by id and by number", async () => {
    const { ticket } = await openThread();
    const unknown = routes("01ARZ3NDEKTSV4RRFFQ69G5FAV");

    for (const id of [ticket.id, String(ticket.ticketNumber)]) {
      for (const [at, [route, body]] of routes(id).entries()) {
        const [unknownRoute = "", unknownBody] = unknown[at] ?? [];
        const foreign = await call(bob, route, body);

        expect(foreign.status, route).toBe(404);
        expect(shape(foreign), route).toBe(shape(await call(bob, unknownRoute, unknownBody)));
      }
    }
  });

  it("is as far away for the same address at another tenant", async () => {
    const other = await openDesk(test);
    const { ticket } = await openThread();
    const key = tokenOf("ann@example.org", other.tenantId);

    const answer = await call(key, `GET /api/v1/tickets/${ticket.id}`);
    const list = await call(key, "GET /api/v1/tickets");

    expect([answer.status, list.body.total]).toEqual([404, 0]);
  });
});

describe("L4 what a customer writes", () => {
  it("mentions nobody and calls no agent", async () => {
    const text = "@mia @adam @triage look";
    const { id } = expectStatus(
      await call(ann, "POST /api/v1/tickets", { subject: text, description: text }),
      201,
    ).body;
    expectStatus(await call(ann, `POST /api/v1/tickets/${id}/messages`, { content: text }), 201);

    const inbox = await call(desk.member.key, "GET /api/v1/inbox");

    expect(inbox.body.notifications).toEqual([]);
    expect(await historyOf(test, desk.tenantId, id)).toEqual([
      "ticket.created by contact:ann@example.org",
      "ticket.message_added by contact:ann@example.org",
    ]);
  });
});

describe("J4 a token that somebody has made up", () => {
  it("lets nobody in", async () => {
    const stranger = createContactTokens(new Uint8Array(32).fill(1));
    const { token } = stranger.issue({ tenantId: desk.tenantId, email: "ann@example.org" }, test.clock.now());

    const answer = await call(token, "GET /api/v1/tickets");

    expect(answer).toMatchObject({ status: 401, body: { error: expect.any(String) } });
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  });
});
