import { emptyHead } from "@tessera/core/audit";
import type { RowFilter } from "@tessera/core/rows";
import type { Tag } from "@tessera/core/tickets";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later, makeAudit, start } from "../support/builders.ts";
import { makeTenantId, makeUlid } from "./desk-rows.ts";
import { collect, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

let made = 0;

/** A tag that is one second younger than the one before. */
function makeTag(overrides: Partial<Tag> = {}): Tag {
  made += 1;
  const createdAt = later(made * 1_000).toISOString();
  return {
    id: makeUlid(new Date(createdAt)),
    tenantId: makeTenantId(),
    teamId: null,
    name: `tag ${made}`,
    color: "#6b7280",
    createdAt,
    updatedAt: createdAt,
    version: 1,
    audit: emptyHead,
    ...overrides,
  };
}

const auditOf = ({ id, tenantId }: Tag) =>
  makeAudit({ id, tenantId }, { subjectType: "ticket_tag", action: "ticket_tag.changed" });

const save = (tag: Tag) => world.tags.save(tag, auditOf(tag));

const markerOf = (tag: Tag) => ({
  ownerId: tag.tenantId,
  keyHash: "key",
  requestHash: "request",
  resultId: tag.id,
  purgeAt: later(60_000).toISOString(),
});

const removalOf = ({ tenantId, id, name }: Tag, dueAt: Date) => ({
  tenantId,
  tagId: id,
  name,
  actor: "user:x",
  dueAt: dueAt.toISOString(),
});

describe("X-30 the rows of a tenant", () => {
  it("give back what was saved, to its own tenant alone", async () => {
    const [tenantId, other] = [makeTenantId(), makeTenantId()];
    const tag = await save(makeTag({ tenantId }));

    expect(tag.audit).toEqual({ sequence: 1, hash: expect.any(String) });
    expect(await world.tags.find(tenantId, tag.id)).toEqual(tag);
    expect(await world.tags.findMany(tenantId, ["none", tag.id])).toEqual([tag]);
    expect(await world.tags.find(other, tag.id)).toBeUndefined();
    expect([await world.tags.all(tenantId), await world.tags.all(other)]).toEqual([[tag], []]);
  });

  it("are changed and removed over their version alone", async () => {
    const tenantId = makeTenantId();
    const first = await save(makeTag({ tenantId }));
    const second = await save({ ...first, color: "#000000", version: 2 });

    await expect(save({ ...first, color: "#ffffff", version: 2 })).rejects.toMatchObject({ code: "stale_write" });
    await expect(world.tags.remove(first, auditOf(first))).rejects.toMatchObject({ code: "stale_write" });
    expect(await world.tags.find(tenantId, first.id)).toEqual(second);

    await world.tags.remove(second, auditOf(second));
    expect(await world.tags.find(tenantId, first.id)).toBeUndefined();
    expect(await collect(world.audit.entries({ type: "ticket_tag", id: first.id }))).toHaveLength(3);
  });

  it("come newest first, page by page, with those alone that a filter lets through", async () => {
    const tenantId = makeTenantId();
    const tags = [];
    for (const teamId of ["a", "b", "a", "b", "a"]) tags.unshift(await save(makeTag({ tenantId, teamId })));
    const filter: RowFilter<Tag> = { name: "a", matches: ({ teamId }) => teamId === "a" };

    const first = await world.tags.page(tenantId, { limit: 2, filter });
    const last = await world.tags.page(tenantId, { limit: 2, filter, cursor: first.cursor });

    expect([...first.items, ...last.items]).toEqual(tags.filter(({ teamId }) => teamId === "a"));
    expect([first.items.length, last.cursor]).toEqual([2, undefined]);
    // A cursor belongs to one list of one tenant (J3).
    for (const request of [
      world.tags.page(tenantId, { limit: 2, cursor: first.cursor }),
      world.tags.page(makeTenantId(), { limit: 2, filter, cursor: first.cursor }),
      world.cannedResponses.page(tenantId, { limit: 2, cursor: first.cursor }),
    ]) {
      await expect(request).rejects.toMatchObject({ code: "invalid_request" });
    }
  });
});

describe("PX-60 a value that one row has", () => {
  it("is refused to another row, in any case and whoever is first of many", async () => {
    const tenantId = makeTenantId();
    const rivals = ["Bug", "bug", "BUG", "bUg"].map((name) => save(makeTag({ tenantId, name })));

    const results = await Promise.allSettled(rivals);

    const refused = results.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(3);
    for (const result of refused) expect(result).toMatchObject({ reason: { code: "conflict" } });
    expect(await world.tags.all(tenantId)).toHaveLength(1);
  });

  it("is free again once its row has another one, or is gone", async () => {
    const tenantId = makeTenantId();
    const first = await save(makeTag({ tenantId, name: "old" }));
    const renamed = await save({ ...first, name: "new", version: 2 });
    const second = await save(makeTag({ tenantId, name: "OLD" }));
    await expect(save({ ...second, name: "New", version: 2 })).rejects.toMatchObject({ code: "conflict" });

    await world.tags.remove(renamed, auditOf(renamed));

    expect(await save({ ...second, name: "New", version: 2 })).toMatchObject({ name: "New" });
  });

  it("belongs to one tenant and one team", async () => {
    const tenantId = makeTenantId();
    const tags = [{ tenantId }, { tenantId, teamId: "a" }, { tenantId, teamId: "b" }, { tenantId: makeTenantId() }];

    expect(await Promise.all(tags.map((tag) => save(makeTag({ ...tag, name: "same" }))))).toHaveLength(4);
  });

  // Two requests that write the same: the slower one must find out that nothing is left to do.
  it("that its own row has got in the meantime is a lost race, no conflict", async () => {
    const before = await save(makeTag({ name: "old" }));

    const results = await Promise.allSettled([1, 2, 3].map(() => save({ ...before, name: "new", version: 2 })));

    const reasons = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(reasons).toEqual(["stale_write", "stale_write"]);
  });
});

describe("G-6 a row under an Idempotency-Key", () => {
  it("is made with its marker, or not at all", async () => {
    const tag = makeTag();
    const rival = makeTag({ tenantId: tag.tenantId });
    await world.tags.save(tag, auditOf(tag), markerOf(tag));

    await expect(world.tags.save(rival, auditOf(rival), markerOf(tag))).rejects.toMatchObject({ code: "conflict" });

    expect(await world.idempotencyMarkers.find(markerOf(tag))).toMatchObject({ resultId: tag.id });
    expect(await collect(world.audit.entries({ type: "ticket_tag", id: rival.id }))).toEqual([]);
  });
});

describe("PX-60 the removal of a tag", () => {
  it("stands in the table from the tag's deletion until a sweep ends it, and is due in its time", async () => {
    const tag = await save(makeTag());
    const removal = removalOf(tag, later(60_000));
    const dueAt = async (now: Date) =>
      (await collect(world.tags.removals(now))).filter(({ tagId }) => tagId === tag.id);

    await world.tags.removeFromTickets(tag, auditOf(tag), removal);

    expect(await world.tags.find(makeTenantId(), tag.id)).toBeUndefined();
    expect([await dueAt(start), await dueAt(later(60_000))]).toEqual([[], [removal]]);
    await world.tags.endRemoval(removal);
    await world.tags.endRemoval(removal);
    expect(await dueAt(later(60_000))).toEqual([]);
  });

  it("is not written when the tag is another one by now", async () => {
    const tag = await save(makeTag());
    await save({ ...tag, name: "renamed", version: 2 });

    const remove = world.tags.removeFromTickets(tag, auditOf(tag), removalOf(tag, start));

    await expect(remove).rejects.toMatchObject({ code: "stale_write" });
    expect((await collect(world.tags.removals(start))).filter(({ tagId }) => tagId === tag.id)).toEqual([]);
  });
});
