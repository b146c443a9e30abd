import { setImmediate } from "node:timers/promises";
import { systemPrincipal } from "@tessera/core/access";
import type { AuditEntry } from "@tessera/core/audit";
import { type DeskContext, sweepAutoClose, sweepSla, type Ticket } from "@tessera/core/tickets";
import { createZones } from "@tessera/providers/time";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { makeDueTicket, putTickets } from "../support/due-tickets.ts";
import { createMemoryObjects } from "../support/memory-objects.ts";
import { collect, startWorld, type World } from "./world.ts";

const createdAt = "2026-03-01T12:00:00.000Z";
/** Half an hour behind the deadlines of the tickets. */
const now = new Date("2026-03-01T13:30:00.000Z");

let world: World;
beforeEach(async () => {
  world = await startWorld();
  return () => world.stop();
});

interface Line {
  message: string;
}

/** Another instance of the function, with a store of its own. */
function anotherSweep(options: { at?: Date; errors?: Line[] } = {}): DeskContext {
  const { at = now, errors = [] } = options;
  return {
    ...world.another(),
    zones: createZones(),
    objects: createMemoryObjects(),
    principal: systemPrincipal("sweep"),
    correlationId: "sweep",
    now: () => at,
    newId: () => uuidv7(),
    log: { info: () => {}, warn: () => {}, error: (message) => void errors.push({ message }) },
    idempotency: null,
    deskSettings: { reopenDays: 7 },
    pause: () => setImmediate(),
  };
}

const dueTickets = (count: number) => Array.from({ length: count }, (_, index) => makeDueTicket(index + 1, createdAt));

async function entriesOf(ticket: Ticket): Promise<AuditEntry[]> {
  return collect(world.audit.entries({ type: "ticket", id: ticket.id }));
}

async function actionsOf(tickets: readonly Ticket[]): Promise<string[][]> {
  const entries = await Promise.all(tickets.map(entriesOf));
  return entries.map((ofTicket) => ofTicket.map(({ action }) => action));
}

describe("X-41 B8 sweeps of breaches that run at once", () => {
  it("mark each ticket once between them, and none takes the others' speed for an error", async () => {
    const tickets = dueTickets(100);
    const errors: Line[] = [];
    await putTickets(world.dynamo, tickets);

    const summaries = await Promise.all([1, 2, 3].map(() => sweepSla(anotherSweep({ errors }))));

    expect(summaries.reduce((sum, { breached }) => sum + breached, 0)).toBe(100);
    expect(await actionsOf(tickets)).toEqual(tickets.map(() => ["ticket.sla_breached"]));
    expect(errors).toEqual([]);
    expect(await sweepSla(anotherSweep())).toMatchObject({ checked: 0 });
  });

  it("have the same effect as one when the clock has gone back in between", async () => {
    const tickets = dueTickets(20);
    await putTickets(world.dynamo, tickets);
    const early = new Date("2026-03-01T12:59:00.000Z");

    for (const at of [early, now, early, now]) await sweepSla(anotherSweep({ at }));

    expect(await actionsOf(tickets)).toEqual(tickets.map(() => ["ticket.sla_breached"]));
  });

  it("say how long the oldest has been due", async () => {
    await putTickets(world.dynamo, [
      makeDueTicket(1, "2026-03-01T11:00:00.000Z"),
      makeDueTicket(2, "2026-03-01T12:15:00.000Z"),
    ]);

    const summary = await sweepSla(anotherSweep());

    // A ticket is due one millisecond behind its deadline.
    expect(summary).toEqual({ checked: 2, changed: 2, breached: 2, warned: 0, lagSeconds: 90 * 60 - 1 });
  });

  it("cost what is due: tickets whose deadlines are to come are not read", async () => {
    const later = Array.from({ length: 300 }, (_, index) => makeDueTicket(index + 2, "2026-03-01T13:00:00.000Z"));
    await putTickets(world.dynamo, [makeDueTicket(1, createdAt), ...later]);
    world.sent.length = 0;

    const summary = await sweepSla(anotherSweep());

    expect(summary).toMatchObject({ checked: 1, breached: 1 });
    expect(world.sent.length).toBeLessThan(15);
  });
});

describe("PX-27 an index that lags behind its rows", () => {
  it("finds a ticket again that was marked already, and changes nothing", async () => {
    const [ticket] = dueTickets(1);
    if (!ticket) throw new Error("expected a ticket");
    await putTickets(world.dynamo, [ticket]);
    await sweepSla(anotherSweep());
    const context = anotherSweep();
    const stale = async function* () {
      yield { ref: { tenantId: ticket.tenantId, ticketId: ticket.id }, dueAt: createdAt };
    };

    const summary = await sweepSla({ ...context, tickets: { ...context.tickets, dueForSla: stale } });

    expect(summary).toMatchObject({ checked: 1, changed: 0, breached: 0 });
    expect(await actionsOf([ticket])).toEqual([["ticket.sla_breached"]]);
  });
});

describe("A14 a write that fails in the middle of a sweep", () => {
  it("leaves its ticket due, with neither mark nor record, and the next run makes up for it", async () => {
    const tickets = dueTickets(20);
    const errors: Line[] = [];
    await putTickets(world.dynamo, tickets);
    const context = anotherSweep({ errors });
    let calls = 0;
    const commit: DeskContext["tickets"]["commit"] = async (change, at) => {
      calls += 1;
      if (calls === 5) throw new Error("the power is gone");
      return context.tickets.commit(change, at);
    };

    const first = await sweepSla({ ...context, tickets: { ...context.tickets, commit } });
    const between = (await actionsOf(tickets)).filter((actions) => actions.length === 0);
    const second = await sweepSla(anotherSweep());

    expect([first.checked, first.breached, between.length, second.breached]).toEqual([20, 19, 1, 1]);
    expect(errors).toEqual([{ message: "a due row could not be swept" }]);
    expect(await actionsOf(tickets)).toEqual(tickets.map(() => ["ticket.sla_breached"]));
  });
});

describe("PX-22 sweeps that close at once", () => {
  it("close each ticket once", async () => {
    const autoCloseAt = "2026-03-01T13:00:00.000Z";
    const tickets = dueTickets(50).map(
      (ticket): Ticket => ({ ...ticket, sla: null, status: "resolved", resolvedAt: createdAt, autoCloseAt }),
    );
    await putTickets(world.dynamo, tickets);

    const summaries = await Promise.all([1, 2].map(() => sweepAutoClose(anotherSweep())));

    expect(summaries.reduce((sum, { changed }) => sum + changed, 0)).toBe(50);
    expect(summaries[0]?.lagSeconds).toBe(30 * 60);
    expect(await actionsOf(tickets)).toEqual(tickets.map(() => ["ticket.status_changed"]));
  });
});
