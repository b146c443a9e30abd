import { expect } from "vitest";
import type { Answer } from "../api.ts";
import type { Command } from "./commands.ts";
import { type Life, stepOf } from "./life.ts";
import { type ModelTicket, newTicket } from "./model.ts";
import { expectRecount, read } from "./observe.ts";

type Wire = Answer["body"];

/** What somebody may be told who was too late, or may not do it at all. */
const harmless = new Set([200, 201, 204, 403, 404, 409]);

/** Sends all commands at once, and looks at what they have left behind. */
export async function actAtOnce(life: Life, commands: readonly Command[], turn: number): Promise<void> {
  const { world } = life;
  world.test.clock.advance(1_000);
  for (const command of commands) if (command.kind === "wait") world.test.clock.advance(command.minutes * 60_000);
  const answers = await Promise.all(commands.map((command) => send(life, command)));
  for (const answer of answers) if (answer) expect(harmless, answer.text).toContain(answer.status);
  for (const { status, body } of answers.flatMap((answer) => answer ?? [])) if (status === 201) know(life, body);

  const { tickets } = await read(life, "/api/v1/tickets?limit=200");
  const living = new Set(tickets.map(({ id }: Wire) => id));
  for (const ticket of life.tickets) ticket.isDeleted = !living.has(ticket.id);
  for (const ticket of tickets) await expectConsistent(life, ticket);
  expectLinked(tickets);
  await expectRecount(life, tickets, turn);
}

async function send(life: Life, command: Command): Promise<Answer | null> {
  if (command.kind === "sweepSla") await life.world.sweepSla();
  if (command.kind === "sweepAutoClose") await life.world.sweepAutoClose();
  if (!("by" in command)) return null;
  const request = stepOf(life, command)?.request;
  return request ? life.world.call(command.by, request.method, request.path, request.body) : null;
}

/** Of what was made, only what later requests name: what it has become, nobody can foretell. */
function know(life: Life, made: Wire): void {
  if ("ticketNumber" in made) life.tickets.push(newTicket(made.id, "owner", Date.parse(made.createdAt)));
  if (!("isInternalNote" in made)) return;
  const message = { id: made.id, by: "owner" as const, isNote: made.isInternalNote, isDeleted: false };
  ticketOf(life, made.ticketId).messages.push(message);
}

/** A customer's late message has opened a ticket that nobody knows yet. */
function ticketOf(life: Life, id: string): ModelTicket {
  const known = life.tickets.find((ticket) => ticket.id === id);
  if (known) return known;
  const ticket = newTicket(id, "contact", 0);
  life.tickets.push(ticket);
  return ticket;
}

/** Row, thread and past of one ticket tell the same story. */
async function expectConsistent(life: Life, ticket: Wire): Promise<void> {
  const path = `/api/v1/tickets/${ticket.id}`;
  const { messages } = await read(life, `${path}/messages?limit=200`);
  const shown = await read(life, path, "contact");
  const { activities } = await read(life, `${path}/activities?limit=200`);
  const { store } = life.world.test;

  expect(ticket.messageCount).toBe(messages.length);
  expect(shown.messageCount).toBe(messages.filter(({ isInternalNote }: Wire) => !isInternalNote).length);
  expect(retold(activities)).toEqual({ status: ticket.status, priority: ticket.priority });
  expectAlternating(activities, new Set(ticket.tags.map(({ name }: Wire) => name)));
  expect(await store.audit.verify({ type: "ticket", id: ticket.id })).toMatchObject({ fault: null });
}

/** The fields as the activities tell them, each one continuing the one before. */
function retold(activities: readonly Wire[]): Wire {
  const [created, ...rest] = activities;
  const fields: Record<string, unknown> = { ...created.newValue };
  for (const { type, oldValue, newValue } of rest) {
    const field = /^(status|priority)_changed$/.exec(type)?.[1];
    if (!field) continue;
    expect(oldValue).toBe(fields[field]);
    fields[field] = newValue;
  }
  return fields;
}

/** A tag comes and goes in turns, and stays as its last turn says. */
function expectAlternating(activities: readonly Wire[], tags: ReadonlySet<string>): void {
  const known = new Map<string, string>();
  for (const { type, oldValue, newValue } of activities) {
    if (!type.startsWith("tag_")) continue;
    const name = newValue ?? oldValue;
    expect(known.get(name)).not.toBe(type);
    known.set(name, type);
  }
  for (const [name, last] of known) expect(tags.has(name)).toBe(last === "tag_added");
}

/** PX-4, PX-21: numbers of their own, and references that go both ways. */
function expectLinked(tickets: readonly Wire[]): void {
  expect(new Set(tickets.map(({ ticketNumber }) => ticketNumber)).size).toBe(tickets.length);
  for (const { id, followUpOfId } of tickets) {
    const closed = tickets.find((ticket) => ticket.id === followUpOfId);
    if (closed) expect(closed.followUpIds).toContain(id);
  }
}
