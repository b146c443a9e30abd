import type { TicketCategory, TicketPriority, TicketStatus } from "@tessera/core/tickets";
import type { Edits, Person } from "./commands.ts";
import { after, type ModelPolicy, newSla, type SlaModel } from "./sla-model.ts";

type Activity = [type: string, oldValue: unknown, newValue: unknown];

export interface ModelMessage {
  id: string;
  by: Person;
  isNote: boolean;
  isDeleted: boolean;
}

export interface ModelTicket {
  id: string;
  createdBy: Person;
  status: TicketStatus;
  priority: TicketPriority;
  category: TicketCategory;
  team: number | null;
  assignee: number | null;
  tags: number[];
  messages: ModelMessage[];
  firstResponseAt: number | null;
  resolvedAt: number | null;
  closedAt: number | null;
  isDeleted: boolean;
  isConverted: boolean;
  followUps: string[];
  createdAt: number;
  sla: SlaModel;
  activities: Activity[];
}

/** What the desk of the model has beside its tickets. */
export interface Furniture {
  users: string[];
  teams: string[];
  tags: { id: string; name: string }[];
  policies: (ModelPolicy & { team: number | null; priority: string })[];
}

const closingMs = 7 * 86_400_000;

export const endedAtOf = ({ status, resolvedAt }: ModelTicket) =>
  status === "resolved" || status === "closed" ? resolvedAt : null;

/** The customer's time to push back is over: the sweep closes the ticket, and a message opens another. */
export function isClosing({ status, resolvedAt }: ModelTicket, now: number): boolean {
  return status === "resolved" && resolvedAt !== null && resolvedAt + closingMs <= now;
}

export function newTicket(id: string, createdBy: Person, now: number): ModelTicket {
  return {
    id,
    createdBy,
    status: "open",
    priority: "medium",
    category: "general",
    team: null,
    assignee: null,
    tags: [],
    messages: [],
    firstResponseAt: null,
    resolvedAt: null,
    closedAt: null,
    isDeleted: false,
    isConverted: false,
    followUps: [],
    createdAt: now,
    sla: newSla(now),
    activities: [],
  };
}

/** Another ticket for the same request (PX-21). */
export function followUpOf(closed: ModelTicket, id: string, now: number): ModelTicket {
  const { createdBy, priority, category, team, assignee, tags } = closed;
  return { ...newTicket(id, createdBy, now), priority, category, team, assignee, tags };
}

/** Every pair that is not refused (PX-20, D-15). */
export function mayMove(from: TicketStatus, to: TicketStatus): boolean {
  if (from === "closed") return to === "closed";
  return from !== "resolved" || (to !== "pending" && to !== "on_hold");
}

export function setStatus(ticket: ModelTicket, status: TicketStatus, now: number): void {
  if (ticket.status === status) return;
  ticket.activities.push(["status_changed", ticket.status, status]);
  stamp(ticket, status, now);
}

/** The times that come with a status (PX-20, PX-23). */
export function stamp(ticket: ModelTicket, status: TicketStatus, now: number): void {
  ticket.status = status;
  if (status === "pending") ticket.firstResponseAt ??= now;
  if (status === "resolved") ticket.resolvedAt = now;
  else if (status === "closed") ticket.resolvedAt ??= now;
  else ticket.resolvedAt = null;
  if (status === "closed") ticket.closedAt = now;
}

/** What changes, in the order in which it is told (PX-48). */
export function edit(ticket: ModelTicket, edits: Edits, { users, tags }: Furniture, now: number): void {
  if (edits.team !== undefined) ticket.team = edits.team;
  if (edits.status !== undefined) setStatus(ticket, edits.status, now);
  for (const field of ["priority", "category"] as const) {
    const value = edits[field];
    if (value === undefined || value === ticket[field]) continue;
    ticket.activities.push([`${field}_changed`, ticket[field], value]);
    Object.assign(ticket, { [field]: value });
  }
  const idOf = (position: number | null) => (position === null ? null : users[position]);
  if (edits.assignee !== undefined && edits.assignee !== ticket.assignee) {
    ticket.activities.push(["assigned", idOf(ticket.assignee), idOf(edits.assignee)]);
    ticket.assignee = edits.assignee;
  }
  if (edits.tags) retag(ticket, edits.tags, tags);
}

function retag(ticket: ModelTicket, wanted: number[], tags: Furniture["tags"]): void {
  const removed = ticket.tags.filter((tag) => !wanted.includes(tag));
  const added = wanted.filter((tag) => !ticket.tags.includes(tag));
  for (const tag of removed) ticket.activities.push(["tag_removed", tags[tag]?.name, null]);
  for (const tag of added) ticket.activities.push(["tag_added", null, tags[tag]?.name]);
  ticket.tags = [...ticket.tags.filter((tag) => wanted.includes(tag)), ...added];
}

/** PX-24: the team's policy for the priority, else everybody's. */
export function policyFor({ team, priority }: ModelTicket, { policies }: Furniture): ModelPolicy | null {
  const of = (wanted: number | null) =>
    policies.find((policy) => policy.team === wanted && policy.priority === priority) ?? null;
  return (team === null ? null : of(team)) ?? of(null);
}

/** The promises after a change; a new ticket, another priority and another team look for a policy. */
export function promise(ticket: ModelTicket, before: ModelTicket | null, furniture: Furniture, now: number): void {
  const asksAnew = !before || before.priority !== ticket.priority || before.team !== ticket.team;
  ticket.sla = after(ticket.sla, {
    now,
    isHeld: ticket.status === "on_hold",
    endedAt: endedAtOf(ticket),
    firstResponseAt: ticket.firstResponseAt,
    ...(asksAnew && { policy: policyFor(ticket, furniture) }),
  });
}

export function visible({ messages }: ModelTicket, { withNotes }: { withNotes: boolean }): ModelMessage[] {
  return messages.filter(({ isDeleted, isNote }) => !isDeleted && (withNotes || !isNote));
}
