import type { TenantId } from "@tessera/core/access";
import {
  matchesFilter,
  type Ticket,
  type TicketFilter,
  type TicketStatistics,
  ticketCategories,
  ticketPriorities,
  ticketStatuses,
} from "@tessera/core/tickets";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later } from "../support/builders.ts";
import { changeTicket, makeSla, makeTenantId, makeTicket, saveTicket } from "./desk-rows.ts";
import { startWorld, type World } from "./world.ts";

const now = later(3_600_000);
const people = ["ada", "bob"];
const teams = ["red", "blue"];
const tags = ["vip", "beta"];

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const hasEnded = ({ status }: Ticket) => status === "resolved" || status === "closed";
const isLate = (ticket: Ticket) => {
  const target = ticket.sla?.resolution;
  return target != null && !hasEnded(ticket) && (target.breachedAt !== null || target.deadline < now.toISOString());
};

/** PX-10 by looking at every ticket. */
function recount(tickets: readonly Ticket[], filter: TicketFilter): TicketStatistics {
  const wanted = tickets.filter((ticket) => matchesFilter(ticket, filter, isLate));
  const count = (is: (ticket: Ticket) => boolean) => wanted.filter(is).length;
  const minutes = (field: "firstResponseAt" | "resolvedAt") => {
    const times = wanted.flatMap((ticket) =>
      ticket[field] === null ? [] : [Date.parse(ticket[field]) - Date.parse(ticket.createdAt)],
    );
    const sum = times.reduce((total, time) => total + time, 0);
    return times.length === 0 ? null : Math.round(sum / times.length / 6_000) / 10;
  };
  // `fromEntries` forgets the keys, which are exactly the given names.
  const by = <Name extends string>(names: readonly Name[], field: "status" | "priority") =>
    Object.fromEntries(names.map((name) => [name, count((ticket) => ticket[field] === name)])) as Record<Name, number>;
  return {
    total: wanted.length,
    byStatus: by(ticketStatuses, "status"),
    byPriority: by(ticketPriorities, "priority"),
    slaBreached: count(isLate),
    unassigned: count(({ assigneeId }) => assigneeId === null),
    avgFirstResponseMinutes: minutes("firstResponseAt"),
    avgResolutionMinutes: minutes("resolvedAt"),
  };
}

const some = <Value>(values: readonly Value[]) =>
  fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
const rarely = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined, freq: 4 });
const anyFilter: fc.Arbitrary<TicketFilter> = fc.record({
  status: some(ticketStatuses),
  priority: some(ticketPriorities),
  category: some(ticketCategories),
  assigneeId: some([null, ...people]),
  teamId: some(teams),
  tagId: rarely(fc.subarray(tags, { minLength: 1 })),
  contactEmail: rarely(fc.constant("carl@example.org")),
  q: rarely(fc.constant("login")),
  slaBreached: rarely(fc.boolean()),
});

const time = fc.integer({ min: 1, max: 50 }).map((minutes) => later(minutes * 60_000));
const anyFields = fc.record({
  status: fc.constantFrom(...ticketStatuses),
  priority: fc.constantFrom(...ticketPriorities),
  category: fc.constantFrom(...ticketCategories),
  assigneeId: fc.constantFrom(null, ...people),
  teamId: fc.constantFrom(null, ...teams),
  tagIds: fc.subarray(tags),
  contactEmail: fc.constantFrom(null, "carl@example.org"),
  firstResponseAt: fc.option(time.map((at) => at.toISOString())),
  resolvedAt: fc.option(time.map((at) => at.toISOString())),
  /** On time, late and marked, or late and not seen by a sweep yet. */
  sla: fc.constantFrom(null, makeSla(later(7_200_000)), makeSla(later(1_000), later(2_000)), makeSla(later(1_500))),
});

type Fields = Partial<Ticket>;
type Step = { kind: "create" | "change" | "delete" | "restore"; of: number; fields?: Fields };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("create" as const), of: fc.nat(99), fields: anyFields }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("change" as const),
      of: fc.nat(99),
      fields: fc.record(fieldsOneByOne(), { requiredKeys: [] }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), of: fc.nat(99) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restore" as const), of: fc.nat(99) }) },
);

/** Each field on its own, so that a change touches some of them. */
function fieldsOneByOne() {
  const pick = <Name extends keyof Ticket>(name: Name) =>
    anyFields.map((fields) => (fields as Partial<Ticket>)[name] as Ticket[Name]);
  return {
    status: pick("status"),
    priority: pick("priority"),
    category: pick("category"),
    assigneeId: pick("assigneeId"),
    teamId: pick("teamId"),
    tagIds: pick("tagIds"),
    firstResponseAt: pick("firstResponseAt"),
    resolvedAt: pick("resolvedAt"),
    sla: pick("sla"),
  };
}

async function play(tenantId: TenantId, steps: readonly Step[]): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  for (const move of steps) {
    const at = tickets.length === 0 ? -1 : move.of % tickets.length;
    const ticket = tickets[at];
    if (move.kind === "create" || !ticket) {
      const number = tickets.length + 1;
      tickets.push(await saveTicket(world.tickets, null, makeTicket(tenantId, { ...move.fields, number })));
    } else {
      tickets[at] = await changeTicket(world.tickets, ticket, changeBy(move));
    }
  }
  return tickets;
}

function changeBy(move: Step): Fields {
  if (move.kind === "delete") return { deletedAt: now.toISOString() };
  return move.kind === "restore" ? { deletedAt: null } : (move.fields ?? {});
}

describe("PX-10 statistics", () => {
  it("equal a recount after anything that may happen to tickets, under any filter", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 25 }),
        fc.array(anyFilter, { minLength: 8, maxLength: 8 }),
        async (steps, filters) => {
          const tenantId = makeTenantId();

          const tickets = await play(tenantId, steps);

          for (const filter of [{}, ...filters]) {
            expect(await world.tickets.statistics(tenantId, filter, now)).toEqual(recount(tickets, filter));
            expect(await world.tickets.count(tenantId, filter, now)).toBe(recount(tickets, filter).total);
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);

  it("are exact after many wrote at once", async () => {
    const tenantId = makeTenantId();
    const tickets = await Promise.all(
      Array.from({ length: 60 }, (_, at) => saveTicket(world.tickets, null, makeTicket(tenantId, { number: at + 1 }))),
    );

    const changed = await Promise.all(
      tickets.map((ticket, at) =>
        changeTicket(world.tickets, ticket, {
          status: ticketStatuses[at % 5] ?? "open",
          assigneeId: people[at % 3] ?? null,
        }),
      ),
    );

    expect(await world.tickets.statistics(tenantId, {}, now)).toEqual(recount(changed, {}));
  });

  it("are zero in every field, and null on average, for a tenant without tickets", async () => {
    expect(await world.tickets.statistics(makeTenantId(), {}, now)).toEqual(recount([], {}));
  });

  it("hold nothing of another tenant, whatever falls due there", async () => {
    const late = makeTicket(makeTenantId(), { sla: makeSla(later(1_000)) });
    await saveTicket(world.tickets, null, late);

    expect((await world.tickets.statistics(makeTenantId(), {}, now)).slaBreached).toBe(0);
  });

  it("count with maintained numbers: no ticket is read", async () => {
    const tenantId = makeTenantId();
    await Promise.all(
      Array.from({ length: 20 }, (_, at) => saveTicket(world.tickets, null, makeTicket(tenantId, { number: at + 1 }))),
    );
    const before = world.sent.length;

    const total = await world.tickets.count(tenantId, { status: ["open"], priority: ["medium", "high"] }, now);

    expect(total).toBe(20);
    expect(world.sent.slice(before)).toEqual(["QueryCommand"]);
  });
});
