import { randomUUID } from "node:crypto";
import type { TenantId } from "@tessera/core/access";
import { emptyHead } from "@tessera/core/audit";
import type { Notice, Tag, Ticket } from "@tessera/core/tickets";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later, makeAudit, sha256, start } from "../support/builders.ts";
import { fullSize } from "../support/full-size.ts";
import { changeOf, changeTicket, makeTenantId, makeTicket, makeUlid, saveTicket } from "./desk-rows.ts";
import { collect, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const stale = { code: "stale_write" };
const conflict = { code: "conflict" };
const load = async (ticket: Ticket) => {
  const found = await world.tickets.find(ticket.tenantId as TenantId, { id: ticket.id });
  if (!found) throw new Error("expected the ticket");
  return found;
};

/** A new ticket with the next number. */
async function createNext(tenantId: TenantId): Promise<Ticket> {
  const number = await world.tickets.nextNumber(tenantId);
  return saveTicket(world.tickets, null, makeTicket(tenantId, { number }));
}

describe("PX-4 X-37 H10 numbers of tickets", () => {
  it.each(fullSize([100, 500], [200]))("are distinct under %i creates at once", async (count) => {
    const tenantId = makeTenantId();

    const made = await Promise.all(Array.from({ length: count }, () => createNext(tenantId)));

    const numbers = new Set(made.map(({ number }) => number));
    expect([...numbers].toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
  });

  it("go up, and are never given out again when the last ticket is deleted", async () => {
    const tenantId = makeTenantId();
    const [first, second] = [await createNext(tenantId), await createNext(tenantId)];

    await changeTicket(world.tickets, second, { deletedAt: start.toISOString() });
    const third = await createNext(tenantId);

    expect([first, second, third].map(({ number }) => number)).toEqual([1, 2, 3]);
    expect((await world.tickets.find(tenantId, { number: 2 }))?.deletedAt).toBe(start.toISOString());
    expect((await world.tickets.find(tenantId, { number: 3 }))?.id).toBe(third.id);
  });

  it("count apart for each tenant, and lead only to its own tickets", async () => {
    const [some, others] = [makeTenantId(), makeTenantId()];
    const ticket = await createNext(some);

    expect(await world.tickets.nextNumber(others)).toBe(1);
    expect(await world.tickets.find(others, { number: 1 })).toBeUndefined();
    expect(await world.tickets.find(others, { id: ticket.id })).toBeUndefined();
  });

  it("cannot be taken by two tickets", async () => {
    const tenantId = makeTenantId();
    await saveTicket(world.tickets, null, makeTicket(tenantId, { number: 7 }));

    await expect(saveTicket(world.tickets, null, makeTicket(tenantId, { number: 7 }))).rejects.toMatchObject(stale);
  });
});

describe("H11 two writers of one ticket", () => {
  it("let one write, tell the other, and leave no part of the other's change", async () => {
    const tenantId = makeTenantId();
    const ticket = await createNext(tenantId);
    const messages = [1, 2].map((number) => makeMessage(ticket, `text ${number}`));

    const outcomes = await Promise.allSettled(
      messages.map((message, at) =>
        saveTicket(world.tickets, ticket, { ...ticket, subject: `writer ${at}`, tagIds: [`tag ${at}`] }, { message }),
      ),
    );

    const winner = outcomes.findIndex(({ status }) => status === "fulfilled");
    expect(outcomes.filter(({ status }) => status === "rejected")).toMatchObject([{ reason: stale }]);
    expect(await load(ticket)).toMatchObject({ subject: `writer ${winner}`, version: 2 });
    const thread = await world.tickets.messages(ticket, { limit: 10, withNotes: true });
    expect(thread.items.map(({ content }) => content)).toEqual([messages[winner]?.content]);
    expect(await collect(world.tickets.withTag(tenantId, `tag ${1 - winner}`))).toEqual([]);
    expect(await world.audit.verify({ type: "ticket", id: ticket.id })).toEqual({ entries: 2, fault: null });
    expect((await world.tickets.statistics(tenantId, {}, start)).total).toBe(1);
  });

  it("all get through when they decide anew, and every message is counted", async () => {
    const ticket = await createNext(makeTenantId());
    const post = async (text: string): Promise<void> => {
      for (;;) {
        const current = await load(ticket);
        try {
          const after = { ...current, messageCount: current.messageCount + 1 };
          await saveTicket(world.tickets, current, after, { message: makeMessage(current, text) });
          return;
        } catch (cause) {
          expect(cause).toMatchObject(stale);
        }
      }
    };

    await Promise.all(Array.from({ length: 20 }, (_, at) => post(`text ${at}`)));

    const { items } = await world.tickets.messages(ticket, { limit: 50, withNotes: true });
    expect(await load(ticket)).toMatchObject({ messageCount: 20, version: 21 });
    expect(new Set(items.map(({ content }) => content)).size).toBe(20);
    expect(await world.audit.verify({ type: "ticket", id: ticket.id })).toEqual({ entries: 21, fault: null });
  });
});

describe("X-31 one change, one transaction", () => {
  it("writes two tickets at once, or neither", async () => {
    const tenantId = makeTenantId();
    const closed = await createNext(tenantId);
    const follow = makeTicket(tenantId, { number: 2, followUpOfId: closed.id });
    const reference = { ...closed, followUpIds: [follow.id] };
    await changeTicket(world.tickets, closed, { subject: "changed meanwhile" });

    const late = world.tickets.commit({ tickets: [changeOf(null, follow), changeOf(closed, reference)] }, start);
    await expect(late).rejects.toMatchObject(stale);
    const missing = await world.tickets.find(tenantId, { id: follow.id });
    const current = await load(closed);
    await world.tickets.commit(
      { tickets: [changeOf(null, follow), changeOf(current, { ...current, followUpIds: [follow.id] })] },
      start,
    );

    expect(missing).toBeUndefined();
    expect(await world.tickets.find(tenantId, { number: 2 })).toMatchObject({ followUpOfId: closed.id });
  });

  it("does once what came by one event, one mail, or one Idempotency-Key", async () => {
    const tenantId = makeTenantId();
    const run = { eventId: randomUUID(), name: "trigger" };
    const mail = (ticket: Ticket) => ({ tenantId, id: "<1@mail.example>", ticketId: ticket.id });
    const marker = (ticket: Ticket) => ({
      ownerId: "user",
      keyHash: sha256(tenantId),
      requestHash: sha256("request"),
      resultId: ticket.id,
      purgeAt: later(3_600_000).toISOString(),
    });
    const [first, second] = [1, 2].map((number) => makeTicket(tenantId, { number }));
    if (!first || !second) throw new Error("expected two tickets");
    await saveTicket(world.tickets, null, first, { run, mail: mail(first), marker: marker(first) });

    const again = (others: Parameters<typeof saveTicket>[3]) => saveTicket(world.tickets, null, second, others);
    await expect(again({ run })).rejects.toMatchObject(stale);
    await expect(again({ mail: mail(second) })).rejects.toMatchObject(stale);
    // Not stale: a verb that tries again would be refused again.
    await expect(again({ marker: marker(second) })).rejects.toMatchObject(conflict);

    expect(await world.tickets.find(tenantId, { number: 2 })).toBeUndefined();
    expect(await world.tickets.hasRun(run)).toBe(true);
    expect(await world.tickets.findMail(tenantId, "<1@mail.example>")).toBe(first.id);
    expect(await world.idempotencyMarkers.find(marker(first))).toMatchObject({ resultId: first.id });
  });

  it("moves a ticket between the lists of its tags", async () => {
    const tenantId = makeTenantId();
    const ticket = await saveTicket(world.tickets, null, makeTicket(tenantId, { tagIds: ["a", "b"] }));

    await changeTicket(world.tickets, ticket, { tagIds: ["b", "c"] });

    const found = await Promise.all(["a", "b", "c"].map((tagId) => collect(world.tickets.withTag(tenantId, tagId))));
    expect(found).toEqual([[], [ticket.id], [ticket.id]]);
  });
});

describe("what lies beside a ticket", () => {
  it("ends a page of what is not shown, and goes on behind it", async () => {
    const user = { tenantId: makeTenantId(), userId: "ada" };
    const ticket = await createNext(user.tenantId);
    const notices = Array.from({ length: 1_010 }, (_, at) => makeNotice(user, ticket, { isRead: at > 0 }));
    for (let at = 0; at < notices.length; at += 50) {
      await Promise.all(notices.slice(at, at + 50).map((notice) => world.notices.save(notice)));
    }

    const first = await world.notices.page(user, { limit: 5, unreadOnly: true });
    const second = await world.notices.page(user, { limit: 5, unreadOnly: true, cursor: first.cursor });

    expect(first).toMatchObject({ items: [], cursor: expect.any(String) });
    expect(second).toEqual({ items: [expect.objectContaining({ id: notices[0]?.id })] });
  });

  it("ends a page of long messages before its limit, and goes on behind it", async () => {
    let ticket = await createNext(makeTenantId());
    const thread = [];
    for (let at = 0; at < 20; at += 1) {
      const message = makeMessage(ticket, "x".repeat(65_536));
      thread.push(message.id);
      ticket = await saveTicket(world.tickets, ticket, ticket, { message });
    }

    const first = await world.tickets.messages(ticket, { limit: 50, withNotes: true });
    const second = await world.tickets.messages(ticket, { limit: 50, withNotes: true, cursor: first.cursor });

    expect(first.items).toHaveLength(15);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(thread);
  });

  it("opens a thread with a cursor of this thread alone, with or without its notes", async () => {
    const tenantId = makeTenantId();
    const [ticket, other] = [await createNext(tenantId), await createNext(tenantId)];
    let current = ticket;
    for (const text of ["one", "two"]) {
      current = await saveTicket(world.tickets, current, current, { message: makeMessage(current, text) });
    }
    const { cursor } = await world.tickets.messages(ticket, { limit: 1, withNotes: false });

    const refused = { code: "invalid_request" };
    await expect(world.tickets.messages(other, { limit: 1, withNotes: false, cursor })).rejects.toMatchObject(refused);
    await expect(world.tickets.messages(ticket, { limit: 1, withNotes: true, cursor })).rejects.toMatchObject(refused);
    const rest = await world.tickets.messages(ticket, { limit: 1, withNotes: false, cursor });
    expect(rest.items.map(({ content }) => content)).toEqual(["two"]);
  });
});

describe("PX-60 values that only one row of a tenant may have", () => {
  it("are taken once by many at the same time", async () => {
    const tenantId = makeTenantId();

    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => saveTag(makeTag(tenantId, { name: "VIP" }))),
    );

    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(outcomes.flatMap((it) => (it.status === "rejected" ? [it.reason.code] : []))).toEqual(
      Array(9).fill("conflict"),
    );
  });

  it("are free again once their row has another one or is gone, and only then", async () => {
    const tenantId = makeTenantId();
    const tag = await saveTag(makeTag(tenantId, { name: "vip" }));
    const renamed = await saveTag({ ...tag, name: "gold", version: 2 });

    const taken = await saveTag(makeTag(tenantId, { name: "vip" }));
    await expect(saveTag({ ...taken, name: "Gold", version: 2 })).rejects.toMatchObject(conflict);
    await world.tags.remove(renamed, tagEntry(renamed));
    await saveTag({ ...taken, name: "Gold", version: 2 });

    expect((await world.tags.all(tenantId)).map(({ name }) => name)).toEqual(["Gold"]);
  });

  it("tell a writer that was too late to decide anew, also where both want the same value", async () => {
    const tag = await saveTag(makeTag(makeTenantId(), { name: "vip" }));

    const outcomes = await Promise.allSettled([1, 2].map(() => saveTag({ ...tag, name: "gold", version: 2 })));

    expect(outcomes.filter(({ status }) => status === "rejected")).toMatchObject([{ reason: stale }]);
  });
});

describe("N1 the audit trail of the desk", () => {
  it("is walked from the tenant down, deleted tickets with it, and shows what is missing", async () => {
    const operator = { tenantId: makeTenantId() };
    await world.access.createTenant(
      {
        id: operator.tenantId,
        name: "Desk",
        webhookSecrets: [],
        createdAt: start.toISOString(),
        version: 1,
        audit: emptyHead,
      },
      makeAudit({ id: operator.tenantId, ...operator }, { subjectType: "tenant" }),
    );
    const ticket = await createNext(operator.tenantId);
    const deleted = await changeTicket(world.tickets, await createNext(operator.tenantId), {
      deletedAt: start.toISOString(),
    });
    const tag = await saveTag(makeTag(operator.tenantId, { name: "vip" }));
    const own = (await collect(world.audit.subjects())).filter(({ tenantId }) => tenantId === operator.tenantId);

    const reports = await Promise.all(own.map((subject) => world.audit.verify(subject)));

    expect(own.map(({ type, id }) => [type, id])).toEqual([
      ["ticket", ticket.id],
      ["ticket", deleted.id],
      ["ticket_tag", tag.id],
    ]);
    expect(reports).toEqual([1, 2, 1].map((entries) => ({ entries, fault: null })));
  });
});

function makeMessage(ticket: Ticket, content: string) {
  return {
    id: makeUlid(),
    tenantId: ticket.tenantId,
    ticketId: ticket.id,
    author: { kind: "user" as const, id: "ada" },
    contactName: null,
    content,
    isInternalNote: false,
    attachmentIds: [],
    mentions: [],
    createdAt: start.toISOString(),
    editedAt: null,
    deletedAt: null,
    version: 1,
  };
}

function makeNotice(
  user: { tenantId: TenantId; userId: string },
  ticket: Ticket,
  { isRead }: { isRead: boolean },
): Notice {
  return {
    id: makeUlid(),
    ...user,
    type: "assigned",
    ticketId: ticket.id,
    ticketNumber: ticket.number,
    readAt: isRead ? start.toISOString() : null,
    createdAt: start.toISOString(),
    version: 1,
  };
}

function makeTag(tenantId: string, overrides: Partial<Tag>): Tag {
  const at = start.toISOString();
  return {
    id: makeUlid(),
    tenantId,
    teamId: null,
    name: "tag",
    color: "#808080",
    createdAt: at,
    updatedAt: at,
    version: 1,
    audit: emptyHead,
    ...overrides,
  };
}

function tagEntry(tag: Tag) {
  return makeAudit(tag, { subjectType: "ticket_tag", action: "tag.changed" });
}

function saveTag(tag: Tag): Promise<Tag> {
  return world.tags.save(tag, tagEntry(tag));
}
