import { randomUUID } from "node:crypto";
import type { TenantId } from "@tessera/core/access";
import {
  matchesFilter,
  type Ticket,
  type TicketFilter,
  type TicketQuery,
  type TicketSort,
  ticketCategories,
  ticketPriorities,
  ticketSorts,
  ticketStatuses,
} from "@tessera/core/tickets";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later } from "../support/builders.ts";
import { fullSize } from "../support/full-size.ts";
import { changeTicket, makeSla, makeTenantId, makeTicket, saveTicket } from "./desk-rows.ts";
import { startWorld, type World } from "./world.ts";

const now = later(3_600_000);
const people = ["ada", "bob"];
const teams = ["red", "blue"];
const tags = ["vip", "beta", "late"];
const contacts = ["carl@example.org", "dora@example.org"];

let world: World;
/** Tickets of every kind, in a tenant of their own. */
let tenantId: TenantId;
let rows: Ticket[];
beforeAll(async () => {
  world = await startWorld();
  tenantId = makeTenantId();
  rows = await saveVaried(tenantId, 60);
}, 60_000);
afterAll(() => world.stop());

/** The same for the same number, and no two fields in step. */
function varied(tenant: string, number: number): Ticket {
  const pick = <Value>(values: readonly Value[], step: number) => values[Math.floor(number / step) % values.length];
  const isLate = number % 4 === 0;
  return makeTicket(tenant, {
    number,
    status: pick(ticketStatuses, 1) ?? "open",
    priority: pick(ticketPriorities, 2) ?? "low",
    category: pick(ticketCategories, 3) ?? "general",
    assigneeId: pick([null, ...people], 1) ?? null,
    teamId: pick([null, ...teams], 2) ?? null,
    contactEmail: pick([null, ...contacts], 4) ?? null,
    tagIds: tags.filter((_, at) => (number >> at) % 2 === 1),
    subject: `Ticket ${number}`,
    description: number % 5 === 0 ? "The Größe of it" : "",
    sla: number % 3 === 0 ? null : makeSla(later((isLate ? 1_000 : 7_200_000) + number)),
    updatedAt: later(1_000_000 - ((number * 37) % 61) * 1_000).toISOString(),
  });
}

async function saveVaried(tenant: string, count: number): Promise<Ticket[]> {
  const made = Array.from({ length: count }, (_, at) => varied(tenant, at + 1));
  return Promise.all(made.map((ticket) => saveTicket(world.tickets, null, ticket)));
}

function query(overrides: Partial<TicketQuery> = {}): TicketQuery {
  return { filter: {}, sort: "-createdAt", now, limit: 200, ...overrides };
}

/** Every page of a list. */
async function readPages(tenant: TenantId, wanted: Partial<TicketQuery>): Promise<Ticket[][]> {
  const pages: Ticket[][] = [];
  let request = query(wanted);
  do {
    const { items, cursor } = await world.tickets.list(tenant, request);
    pages.push(items);
    request = { ...request, cursor, offset: undefined };
  } while (request.cursor !== undefined);
  return pages;
}

const isLate = ({ status, sla }: Ticket) =>
  status !== "resolved" &&
  status !== "closed" &&
  sla?.resolution != null &&
  sla.resolution.deadline < now.toISOString();

const sortKeys = {
  createdAt: (ticket: Ticket) => ticket.createdAt,
  updatedAt: (ticket: Ticket) => ticket.updatedAt,
  slaDeadline: (ticket: Ticket) => ticket.sla?.resolution?.deadline ?? "9999",
};

/** The list as one would write it down by hand. */
function expected(tickets: readonly Ticket[], filter: TicketFilter, sort: TicketSort = "-createdAt"): number[] {
  // A sort is a field's name, or that name behind a minus.
  const keyOf = sortKeys[sort.replace("-", "") as keyof typeof sortKeys];
  const key = (ticket: Ticket) => `${keyOf(ticket)}#${ticket.id}`;
  const ordered = tickets
    .filter((ticket) => matchesFilter(ticket, filter, isLate))
    .toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  return numbersOf(sort.startsWith("-") ? ordered.toReversed() : ordered);
}

const numbersOf = (tickets: readonly Ticket[]) => tickets.map(({ number }) => number);

const some = <Value>(values: readonly Value[]) =>
  fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
const anyFilter: fc.Arbitrary<TicketFilter> = fc.record({
  status: some(ticketStatuses),
  priority: some(ticketPriorities),
  category: some(ticketCategories),
  assigneeId: some([null, ...people]),
  teamId: some(teams),
  tagId: some(tags),
  contactEmail: fc.option(fc.constantFrom(...contacts), { nil: undefined }),
  q: fc.option(fc.constantFrom("ticket 1", "GRÖßE"), { nil: undefined, freq: 5 }),
  slaBreached: fc.option(fc.boolean(), { nil: undefined, freq: 4 }),
});

describe("PX-5 what a list holds", () => {
  const filters: [string, TicketFilter][] = [
    ["all", {}],
    ["one status", { status: ["open"] }],
    ["any of two statuses", { status: ["open", "closed"] }],
    ["a status named twice", { status: ["open", "open"] }],
    ["a priority", { priority: ["high"] }],
    ["categories", { category: ["bug", "billing"] }],
    ["an assignee", { assigneeId: ["ada"] }],
    ["nobody's", { assigneeId: [null] }],
    ["nobody's or one assignee's", { assigneeId: [null, "bob"] }],
    ["a team", { teamId: ["red"] }],
    ["a tag", { tagId: ["vip"] }],
    ["any of several tags", { tagId: ["vip", "late"] }],
    ["no tag at all", { tagId: [] }],
    ["a contact", { contactEmail: "carl@example.org" }],
    ["a text in any case", { q: "gRÖße" }],
    ["what is late", { slaBreached: true }],
    ["what is not late", { slaBreached: false }],
    ["status and priority", { status: ["open"], priority: ["low", "urgent"] }],
    ["tag and team", { tagId: ["beta"], teamId: ["blue"] }],
    ["assignee and late", { assigneeId: ["ada"], slaBreached: true }],
    ["nobody's of a category with a text", { assigneeId: [null], category: ["bug"], q: "ticket" }],
    ["an assignee whom nobody knows", { assigneeId: ["-"] }],
  ];
  it.each(filters)("holds %s, newest first", async (_what, filter) => {
    const [page] = await readPages(tenantId, { filter });

    expect(numbersOf(page ?? [])).toEqual(expected(rows, filter));
  });

  it("equals the filter over all rows, for any filter, in any order, in pages of any size", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyFilter,
        fc.constantFrom(...ticketSorts),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 0, max: 30 }),
        async (filter, sort, limit, offset) => {
          const pages = await readPages(tenantId, { filter, sort, limit, offset });

          expect(numbersOf(pages.flat())).toEqual(expected(rows, filter, sort).slice(offset));
          expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
        },
      ),
      { numRuns: fullSize(60, 20) },
    );
  });

  it("counts what it holds, whatever narrows it", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        expect(await world.tickets.count(tenantId, filter, now)).toBe(expected(rows, filter).length);
      }),
      { numRuns: fullSize(40, 15) },
    );
  });

  it("does not hold a deleted ticket, and holds it again when it is restored", async () => {
    const tenant = makeTenantId();
    const ticket = await saveTicket(world.tickets, null, makeTicket(tenant, { tagIds: ["vip"], assigneeId: "ada" }));
    const filters: TicketFilter[] = [{}, { tagId: ["vip"] }, { assigneeId: ["ada"], status: ["open"] }];
    const found = () => Promise.all(filters.map(async (filter) => (await readPages(tenant, { filter })).flat().length));

    const deleted = await changeTicket(world.tickets, ticket, { deletedAt: now.toISOString(), deletedBy: "user:ada" });
    const gone = await found();
    await changeTicket(world.tickets, deleted, { deletedAt: null, deletedBy: null });

    expect(gone).toEqual([0, 0, 0]);
    expect(await found()).toEqual([1, 1, 1]);
  });

  it("holds nothing of another tenant", async () => {
    expect(await readPages(makeTenantId(), {})).toEqual([[]]);
  });
});

describe("PX-5 pages while others write", () => {
  it.each<Partial<TicketQuery>>([
    { sort: "-createdAt" },
    { sort: "createdAt" },
    { sort: "-createdAt", filter: { status: ["open", "pending"], priority: ["medium"] } },
    { sort: "-createdAt", filter: { q: "login" } },
  ])("neither repeats nor loses a ticket that stays: %j", async (wanted) => {
    const tenant = makeTenantId();
    const add = (number: number) => saveTicket(world.tickets, null, makeTicket(tenant, { number }));
    const stays = await Promise.all(Array.from({ length: 20 }, (_, at) => add(2 * at + 2)));
    const goes = await Promise.all(Array.from({ length: 10 }, (_, at) => add(4 * at + 3)));
    const seen: number[] = [];
    let request = query({ ...wanted, limit: 3 });
    do {
      const { items, cursor } = await world.tickets.list(tenant, request);
      seen.push(...numbersOf(items));
      // In front of the reader, behind it, and in its way.
      await add(100 + seen.length);
      const ticket = goes.pop();
      if (ticket) await changeTicket(world.tickets, ticket, { deletedAt: now.toISOString() });
      request = { ...request, cursor };
    } while (request.cursor !== undefined);

    expect(seen.length).toBe(new Set(seen).size);
    expect(seen.filter((number) => number < 100 && number % 2 === 0)).toHaveLength(stays.length);
  });

  it("shows a ticket as its row is, also when its status changes between two pages", async () => {
    const tenant = makeTenantId();
    const made = await Promise.all(
      [1, 2, 3, 4].map((number) => saveTicket(world.tickets, null, makeTicket(tenant, { number }))),
    );
    const first = await world.tickets.list(tenant, query({ filter: { status: ["open"] }, limit: 2 }));

    for (const ticket of made.slice(0, 1)) await changeTicket(world.tickets, ticket, { status: "closed" });
    const second = await world.tickets.list(
      tenant,
      query({ filter: { status: ["open"] }, limit: 2, cursor: first.cursor }),
    );

    expect([first, second].map(({ items }) => numbersOf(items))).toEqual([[4, 3], [2]]);
  });
});

describe("PX-5 what a list costs", () => {
  const indexReads = (sent: readonly string[]) => sent.filter((name) => name === "QueryCommand").length;

  it("ends a page that finds too little, and goes on behind it", async () => {
    const tenant = makeTenantId();
    // More rows than one request looks at, and what is looked for is behind them.
    const made = Array.from({ length: 1_205 }, (_, at) =>
      makeTicket(tenant, { number: at + 1, subject: at === 0 ? "needle" : "hay" }),
    );
    for (let at = 0; at < made.length; at += 100) {
      await Promise.all(made.slice(at, at + 100).map((ticket) => saveTicket(world.tickets, null, ticket)));
    }

    const first = await world.tickets.list(tenant, query({ filter: { q: "needle" }, limit: 5 }));
    const pages = await readPages(tenant, { filter: { q: "needle" }, limit: 5 });
    const skipping = await readPages(tenant, { filter: { q: "hay" }, limit: 200, offset: 1_100 });

    expect(first).toMatchObject({ items: [], cursor: expect.any(String) });
    expect(numbersOf(pages.flat())).toEqual([1]);
    expect(numbersOf(skipping.flat())).toEqual(expected(made, { q: "hay" }).slice(1_100));
    expect(await world.tickets.count(tenant, { q: "needle" }, now)).toBeNull();
    expect(await world.tickets.count(tenant, {}, now)).toBe(1_205);
  }, 60_000);

  it("reads one page of an index for one page of a list, and no row that it only skips", async () => {
    const before = world.sent.length;

    const page = await world.tickets.list(tenantId, query({ filter: { priority: ["low"] }, limit: 5, offset: 5 }));
    const sent = world.sent.slice(before);

    expect(numbersOf(page.items)).toEqual(expected(rows, { priority: ["low"] }).slice(5, 10));
    expect(indexReads(sent)).toBe(1);
    expect(sent.filter((name) => name !== "QueryCommand")).toEqual(["BatchGetItemCommand"]);
  });
});

describe("J3 P-11 cursors of tickets", () => {
  const refused = { code: "invalid_request" };

  it("are of one tenant, one filter and one order, and of nobody's making", async () => {
    const filter = { status: ["open" as const] };
    const { cursor = "" } = await world.tickets.list(tenantId, query({ filter, limit: 2 }));
    const other = makeTenantId();

    const wrong: [TenantId, Partial<TicketQuery>][] = [
      [other, { filter, cursor }],
      [tenantId, { filter: { status: ["open", "closed"] }, cursor }],
      [tenantId, { filter: {}, cursor }],
      [tenantId, { filter, sort: "createdAt", cursor }],
      [tenantId, { filter, sort: "-updatedAt", cursor }],
      [tenantId, { filter, cursor: `${cursor}A` }],
      [tenantId, { filter, cursor: cursor.slice(1) }],
      [tenantId, { filter, cursor: randomUUID() }],
      [tenantId, { filter, cursor: "" }],
    ];

    for (const [tenant, request] of wrong) {
      await expect(world.tickets.list(tenant, query(request))).rejects.toMatchObject(refused);
    }
    expect((await world.tickets.list(tenantId, query({ filter, limit: 2, cursor }))).items).toHaveLength(2);
  });
});
