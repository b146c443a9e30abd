import type { TenantId } from "@tessera/core/access";
import { draftEntry } from "@tessera/core/audit";
import { sweepTagRemovals } from "@tessera/core/tickets";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";
import { type Activity, activitiesOf, createTag, tagsOf, tagsPath } from "./support/tags.ts";

let test: TestApp;
let desk: Desk;
let key: string;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
  ({ key } = desk.admin);
});

describe("PX-60 DELETE /api/v1/ticket-tags/{id}", () => {
  it("takes the tag off every ticket, each with its record under the name of who did it", async () => {
    const [tag, other] = [await createTag(test, key), await createTag(test, key)];
    const tickets = [
      await createTicket(test, key, { tags: [tag.id, other.id] }),
      await createTicket(test, key, { tags: [tag.id], status: "closed" }),
    ];
    const untouched = await createTicket(test, key, { tags: [other.id] });

    expectStatus(await test.call("DELETE", `${tagsPath}/${tag.id}`, { key: desk.owner.key }), 204);

    for (const { id } of tickets) {
      const removals = (await activitiesOf(test, key, id)).filter(({ type }) => type === "tag_removed");
      expect(removals).toMatchObject([{ oldValue: tag.name, actor: `user:${desk.owner.user.id}` }]);
    }
    expect(await tagsOf(test, key, tickets[0].id)).toMatchObject([{ id: other.id }]);
    expect((await test.call("GET", `/api/v1/tickets/${untouched.id}`, { key })).body.version).toBe(1);
    expect((await test.call("GET", `/api/v1/tickets?tag=${tag.id}`, { key })).body.total).toBe(0);
  });

  it("hides the tag from everybody at once, and leaves what is over 200 tickets to the sweep", async () => {
    const own = await openDesk(test);
    const call = { key: own.owner.key };
    const { body: tag } = await test.call("POST", tagsPath, { ...call, body: { name: "many" } });
    for (let made = 0; made < 205; made += 41) {
      await Promise.all(Array.from({ length: 41 }, () => createTicket(test, call.key, { tags: [tag.id] })));
    }
    const carriers = () => collect(test.store.tickets.withTag(tenantOf(own), tag.id));

    const deleted = await test.call("DELETE", `${tagsPath}/${tag.id}`, call);
    const listed = await test.call("GET", "/api/v1/tickets?limit=200", call);
    const left = await carriers();
    const early = await sweepTagRemovals(test.asOperator());
    test.clock.advance(60_000);
    await Promise.all([sweepTagRemovals(test.asOperator()), sweepTagRemovals(test.asOperator())]);

    expect([deleted.status, left.length, early.checked]).toEqual([204, 5, 0]);
    expect(listed.body.tickets.flatMap(({ tags }: { tags: unknown[] }) => tags)).toEqual([]);
    expect(await carriers()).toEqual([]);
    expect(await sweepTagRemovals(test.asOperator())).toMatchObject({ checked: 0, changed: 0 });
    for (const id of left) {
      const { body } = await test.call("GET", `/api/v1/tickets/${id}/activities`, call);
      expect(body.activities.filter(({ type }: Activity) => type === "tag_removed")).toHaveLength(1);
    }
  });

  // Its request has read the tags before the deletion, and writes after it.
  it("takes the tag off a ticket, too, that was tagged in the same moment", async () => {
    const tag = await createTag(test, key);
    const { id } = await createTicket(test, key);
    await test.call("DELETE", `${tagsPath}/${tag.id}`, { key });
    await tagBehindTheBack(id, tag.id);

    test.clock.advance(60_000);
    const swept = await sweepTagRemovals(test.asOperator());

    expect(swept.changed).toBe(1);
    expect(await storedTicket(id)).toMatchObject({ tagIds: [] });
    expect(await activitiesOf(test, key, id)).toMatchObject([
      { type: "created" },
      { type: "tag_removed", oldValue: tag.name },
    ]);
  });

  it("finishes after a crash between the deletion and the tickets", async () => {
    const tag = await createTag(test, key);
    const { id } = await createTicket(test, key, { tags: [tag.id] });
    const { tags } = test.store;
    const row = (await tags.find(tenantOf(desk), tag.id)) ?? expect.fail("expected the tag");
    const audit = entry("ticket_tag.deleted", "ticket_tag", tag.id);
    const dueAt = test.clock.now().toISOString();
    const removal = { tenantId: desk.tenantId, tagId: tag.id, name: tag.name, actor: "user:x", dueAt };
    await tags.removeFromTickets(row, audit, removal);

    const hidden = await tagsOf(test, key, id);
    await sweepTagRemovals(test.asOperator());

    expect(hidden).toEqual([]);
    expect(await storedTicket(id)).toMatchObject({ tagIds: [] });
    expect(await sweepTagRemovals(test.asOperator())).toMatchObject({ checked: 0, changed: 0 });
  });
});

/** What `authorizeMember` would answer for the desk's people. */
const tenantOf = ({ tenantId }: Desk) => tenantId as TenantId;

const storedTicket = (id: string) => test.store.tickets.find(tenantOf(desk), { id });

async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const collected: Value[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}

const entry = (action: string, subjectType: string, subjectId: string) =>
  draftEntry(test.asOperator(), { tenantId: desk.tenantId, subjectType, subjectId, action });

async function tagBehindTheBack(id: string, tagId: string): Promise<void> {
  const before = (await storedTicket(id)) ?? expect.fail("expected the ticket");
  const after = { ...before, tagIds: [tagId], version: before.version + 1 };
  const audit = [entry("ticket.updated", "ticket", id)];
  await test.store.tickets.commit({ tickets: [{ before, after, audit }] }, test.clock.now());
}
