import { expect } from "vitest";
import type { Answer } from "../api.ts";
import type { Life } from "./life.ts";
import { endedAtOf, type ModelTicket, visible } from "./model.ts";
import { deadlineOf, isLate } from "./sla-model.ts";

/** A ticket as a list shows it; what is looked at of it. */
type Wire = Answer["body"];

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

function expectedWire({ world }: Life, ticket: ModelTicket): Wire {
  const { furniture, test } = world;
  const { sla } = ticket;
  const endedAt = endedAtOf(ticket);
  const lateAt = (target: "firstResponse" | "resolution") => isLate(sla, target, test.clock.now().getTime(), endedAt);
  return {
    id: ticket.id,
    status: ticket.status,
    priority: ticket.priority,
    category: ticket.category,
    teamId: ticket.team === null ? null : furniture.teams[ticket.team],
    assigneeId: ticket.assignee === null ? null : furniture.users[ticket.assignee],
    tags: ticket.tags.map((tag) => furniture.tags[tag]?.name),
    messageCount: visible(ticket, { withNotes: true }).length,
    firstResponseAt: iso(ticket.firstResponseAt),
    resolvedAt: iso(ticket.resolvedAt),
    closedAt: iso(ticket.closedAt),
    firstResponseDeadline: iso(deadlineOf(sla, "firstResponse")),
    slaDeadline: iso(deadlineOf(sla, "resolution")),
    firstResponseBreached: lateAt("firstResponse"),
    slaBreached: lateAt("resolution"),
    followUpIds: ticket.followUps,
    isConverted: ticket.isConverted,
    createdAt: iso(ticket.createdAt),
  };
}

function seenWire({ tags, issueId, ...ticket }: Wire, expected: Wire): Wire {
  const seen = Object.keys(expected).map((name) => [name, ticket[name]]);
  return {
    ...Object.fromEntries(seen),
    tags: tags.map(({ name }: { name: string }) => name),
    isConverted: issueId !== null,
  };
}

/** Every ticket is what the model says, and so are its thread and its past where something may have happened. */
export async function expectAsModelled(life: Life, touched: ModelTicket | undefined): Promise<Wire[]> {
  const { tickets } = await read(life, "/api/v1/tickets?limit=200");
  const living = life.tickets.filter(({ isDeleted }) => !isDeleted);
  const expected = living.map((ticket) => expectedWire(life, ticket)).toReversed();
  expect(tickets.map((ticket: Wire, at: number) => seenWire(ticket, expected[at] ?? {}))).toEqual(expected);
  if (touched && !touched.isDeleted) await expectThread(life, touched);
  return tickets;
}

async function expectThread(life: Life, ticket: ModelTicket): Promise<void> {
  const path = `/api/v1/tickets/${ticket.id}`;
  const [{ activities }, all, own, shown] = await Promise.all([
    read(life, `${path}/activities?limit=200`),
    read(life, `${path}/messages?limit=200`),
    read(life, `${path}/messages?limit=200`, "contact"),
    read(life, path, "contact"),
  ]);
  const ids = ({ messages }: Wire) => messages.map(({ id }: Wire) => id);
  const idsOf = (withNotes: boolean) => visible(ticket, { withNotes }).map(({ id }) => id);

  expect(activities.map(({ type, oldValue, newValue }: Wire) => [type, oldValue, newValue])).toEqual(ticket.activities);
  expect(ids(all)).toEqual(idsOf(true));
  expect([ids(own), own.total, shown.messageCount]).toEqual([idsOf(false), idsOf(false).length, idsOf(false).length]);
}

export async function read({ world }: Life, path: string, by: "owner" | "contact" = "owner"): Promise<Wire> {
  const answer = await world.call(by, "GET", path);
  expect(answer.status, `GET ${path}: ${answer.text}`).toBe(200);
  return answer.body;
}

type Filter = [query: string, holds: (ticket: Wire) => boolean];

function filtersOf({ world: { furniture } }: Life): Filter[] {
  const [user] = furniture.users;
  const [team] = furniture.teams;
  return [
    ["", () => true],
    ["status=open,on_hold", ({ status }) => status === "open" || status === "on_hold"],
    ["priority=medium&status=resolved", ({ priority, status }) => priority === "medium" && status === "resolved"],
    [`assigneeId=${user}`, ({ assigneeId }) => assigneeId === user],
    ["assigneeId=none&category=bug", ({ assigneeId, category }) => assigneeId === null && category === "bug"],
    [`teamId=${team}`, ({ teamId }) => teamId === team],
    [`teamId=${team}&assigneeId=${user}`, ({ teamId, assigneeId }) => teamId === team && assigneeId === user],
    ["tag=red", ({ tags }) => tags.some(({ name }: Wire) => name === "red")],
    ["slaBreached=true", ({ slaBreached }) => slaBreached],
  ];
}

/** PX-10: statistics are a recount of the list, under a filter too. */
export async function expectRecount(life: Life, tickets: readonly Wire[], turn: number): Promise<void> {
  const filters = filtersOf(life);
  const [query, holds] = filters[turn % filters.length] ?? ["", () => true];
  const statistics = await read(life, `/api/v1/tickets/stats?${query}`);
  const listed = await read(life, `/api/v1/tickets?limit=200&${query}`);
  const wanted = tickets.filter(holds);

  expect(
    listed.tickets.map(({ id }: Wire) => id),
    query,
  ).toEqual(wanted.map(({ id }) => id));
  expect([listed.total, statistics], query).toEqual([wanted.length, recount(wanted)]);
}

function recount(tickets: readonly Wire[]) {
  const count = (holds: (ticket: Wire) => boolean) => tickets.filter(holds).length;
  const by = (field: string, values: string[]) =>
    Object.fromEntries(values.map((value) => [value, count((ticket) => ticket[field] === value)]));
  return {
    total: tickets.length,
    byStatus: by("status", ["open", "pending", "on_hold", "resolved", "closed"]),
    byPriority: by("priority", ["low", "medium", "high", "urgent"]),
    slaBreached: count(({ slaBreached }) => slaBreached),
    unassigned: count(({ assigneeId }) => assigneeId === null),
    avgFirstResponseMinutes: averageMinutes(tickets, "firstResponseAt"),
    avgResolutionMinutes: averageMinutes(tickets, "resolvedAt"),
  };
}

function averageMinutes(tickets: readonly Wire[], field: string): number | null {
  const times = tickets.flatMap(({ createdAt, [field]: at }) => (at ? [Date.parse(at) - Date.parse(createdAt)] : []));
  if (times.length === 0) return null;
  return Math.round((times.reduce((sum, ms) => sum + ms, 0) / times.length / 60_000) * 10) / 10;
}

/** At the end of a life: every chain is whole, and a last sweep leaves nothing to do (N1). */
export async function expectWholePast(life: Life): Promise<void> {
  await life.world.sweepSla();
  await expectSwept(life);
  for (const { id } of life.tickets) {
    expect(await life.world.test.store.audit.verify({ type: "ticket", id })).toMatchObject({ fault: null });
  }
}

/** After a sweep: whatever is late is marked, each breach was recorded once, and another sweep finds nothing (PX-27). */
export async function expectSwept(life: Life): Promise<void> {
  expect((await life.world.sweepSla()).breached).toBe(0);
  for (const { id, isDeleted } of life.tickets) {
    if (isDeleted) continue;
    const { events, ...sla } = await read(life, `/api/v1/tickets/${id}/sla`);
    expect(breachedTwice(events), JSON.stringify(events)).toEqual([]);
    if (sla.slaBreached) expect(sla.resolution.breachedAt).not.toBeNull();
    if (sla.firstResponseBreached) expect(sla.firstResponse.breachedAt).not.toBeNull();
  }
}

/** A target that is breached again must have been promised anew in between. */
function breachedTwice(events: readonly Wire[]): Wire[] {
  return events.filter((event, at) => {
    if (event.kind !== "breach") return false;
    const before = events
      .slice(0, at)
      .findLastIndex(({ target, kind }) => target === event.target && kind === "breach");
    if (before === -1) return false;
    const between = events.slice(before, at).filter(({ target }) => target === event.target);
    return !between.some(({ kind, policyId }) => kind === "cancel" || policyId !== event.policyId);
  });
}
