import type { Answer } from "../api.ts";
import type { Command, Edits } from "./commands.ts";
import {
  edit,
  followUpOf,
  isClosing,
  type ModelTicket,
  mayMove,
  newTicket,
  promise,
  setStatus,
  stamp,
} from "./model.ts";
import type { LifeWorld } from "./world.ts";

type Of<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;

/** One request to the product. */
interface Request {
  method: string;
  path: string;
  body?: object;
}

/** A request, what it must be answered, and what becomes of the model then. */
interface Step {
  request: Request;
  status: number;
  apply?(answer: Answer): void;
}

export interface Life {
  world: LifeWorld;
  tickets: ModelTicket[];
}

const nowMs = ({ world }: Life) => world.test.clock.now().getTime();
const pick = <Value>(values: readonly Value[], position: number): Value | undefined => values[position % values.length];

/** Sends a command to the product and to the model. Answers the status of each, or null where it is for no row. */
export async function act(life: Life, command: Command): Promise<{ expected: number; actual: number } | null> {
  const { world } = life;
  // What is written at one moment has no order.
  world.test.clock.advance(1_000);
  if (command.kind === "wait") world.test.clock.advance(command.minutes * 60_000);
  if (command.kind === "sweepSla") await world.sweepSla();
  if (command.kind === "sweepAutoClose") await closeAll(life);
  if (!("by" in command)) return null;

  const step = stepOf(life, command);
  if (!step) return null;
  const { method, path, body } = step.request;
  const answer = await world.call(command.by, method, path, body);
  if (answer.status === step.status) step.apply?.(answer);
  if (command.kind === "convert" && answer.status === 201) await learnNote(life, answer.body.ticket.id);
  return { expected: step.status, actual: answer.status };
}

/** A conversion says nothing of the note that it has left in the thread. */
async function learnNote({ world, tickets }: Life, ticketId: string): Promise<void> {
  const { body } = await world.call("owner", "GET", `/api/v1/tickets/${ticketId}/messages?limit=200`);
  const ticket = tickets.find(({ id }) => id === ticketId);
  const note = ticket?.messages.findLast(({ id }) => id === "");
  if (!ticket || !note) return;
  note.id = body.messages.at(-1).id;
  ticket.activities = ticket.activities.map(([type, old, value]) => [type, old, value === "" ? note.id : value]);
}

async function closeAll(life: Life): Promise<void> {
  await life.world.sweepAutoClose();
  for (const ticket of life.tickets) {
    if (ticket.isDeleted || !isClosing(ticket, nowMs(life))) continue;
    change(life, ticket, () => setStatus(ticket, "closed", nowMs(life)));
  }
}

/** Changes a ticket of the model, and what it is promised. */
function change(life: Life, ticket: ModelTicket, apply: () => void): void {
  const before = structuredClone(ticket);
  apply();
  promise(ticket, before, life.world.furniture, nowMs(life));
}

/** The request of a command, also for who only wants to send it; null where there is no row for it. */
export function stepOf(life: Life, command: Extract<Command, { by: string }>): Step | null {
  if (command.kind === "create") return create(life, command);
  const ticket = pick(life.tickets, command.ticket);
  if (!ticket) return null;
  const step = stepOn(life, command, ticket);
  if (!step || step.status === 403) return step;
  // Restoring alone is for what was deleted, and for nothing else.
  const isThere = (command.kind === "restore") === ticket.isDeleted;
  return isThere ? step : { request: step.request, status: 404 };
}

function stepOn(life: Life, command: Exclude<Extract<Command, { by: string }>, Of<"create">>, ticket: ModelTicket) {
  switch (command.kind) {
    case "patch":
      return patch(life, command, ticket);
    case "post":
      return post(life, command, ticket);
    case "edit":
    case "unsay":
      return changeMessage(life, command, ticket);
    case "delete":
    case "restore":
      return deleteOrRestore(command, ticket);
    case "convert":
      return convert(life, command, ticket);
  }
}

const pathOf = ({ id }: ModelTicket, end = "") => `/api/v1/tickets/${id}${end}`;

function bodyOf({ world: { furniture } }: Life, { team, assignee, tags, ...edits }: Edits): object {
  const idOf = (ids: readonly string[], position: number | null) => (position === null ? null : ids[position]);
  return {
    ...edits,
    ...(team !== undefined && { teamId: idOf(furniture.teams, team) }),
    ...(assignee !== undefined && { assigneeId: idOf(furniture.users, assignee) }),
    ...(tags && { tags: tags.map((tag) => furniture.tags[tag]?.id) }),
  };
}

/** A customer decides about subject, priority and category alone (PX-64). */
function create(life: Life, { by, edits }: Of<"create">): Step {
  const isContact = by === "contact";
  const { world } = life;
  return {
    request: {
      method: "POST",
      path: "/api/v1/tickets",
      body: { ...bodyOf(life, edits), subject: "Life", contactEmail: world.contactEmail },
    },
    status: 201,
    apply: ({ body }) => {
      const ticket = newTicket(body.id, by, nowMs(life));
      const { status, ...others } = edits;
      edit(ticket, isContact ? ofContact(others) : others, world.furniture, nowMs(life));
      if (!isContact && status) stamp(ticket, status, nowMs(life));
      ticket.activities = [["created", null, { status: ticket.status, priority: ticket.priority }]];
      promise(ticket, null, world.furniture, nowMs(life));
      life.tickets.push(ticket);
    },
  };
}

/** What of a customer's wishes counts. */
function ofContact({ priority, category }: Edits): Edits {
  return { ...(priority && { priority }), ...(category && { category }) };
}

function patch(life: Life, { by, edits }: Of<"patch">, ticket: ModelTicket): Step {
  const request = { method: "PATCH", path: pathOf(ticket), body: bodyOf(life, edits) };
  if (by === "contact") return { request, status: 403 };
  const { furniture } = life.world;
  const { status } = edits;
  if (ticket.status === "closed" && status !== undefined && status !== "closed") {
    return {
      request,
      status: 201,
      apply: ({ body }) => reopen(life, ticket, body.id, (fresh) => edit(fresh, edits, furniture, nowMs(life))),
    };
  }
  if (status !== undefined && !mayMove(ticket.status, status)) return { request, status: 409 };
  if (ticket.status === "closed" && changesMoreThanTags(life, ticket, edits)) return { request, status: 409 };
  return {
    request,
    status: 200,
    apply: () => change(life, ticket, () => edit(ticket, edits, furniture, nowMs(life))),
  };
}

function changesMoreThanTags(life: Life, ticket: ModelTicket, edits: Edits): boolean {
  const tried = structuredClone(ticket);
  edit(tried, edits, life.world.furniture, nowMs(life));
  const added = tried.activities.slice(ticket.activities.length);
  return tried.team !== ticket.team || added.some(([type]) => !type.startsWith("tag_"));
}

/** PX-21: the closed ticket stays as it is but for the reference. */
function reopen(life: Life, closed: ModelTicket, id: string, apply: (fresh: ModelTicket) => void): void {
  const fresh = followUpOf(closed, id, nowMs(life));
  fresh.activities.push(["created", null, { status: "open", priority: fresh.priority }]);
  apply(fresh);
  promise(fresh, null, life.world.furniture, nowMs(life));
  closed.followUps.push(id);
  life.tickets.push(fresh);
}

function post(life: Life, { by, isNote }: Of<"post">, ticket: ModelTicket): Step {
  const request = {
    method: "POST",
    path: pathOf(ticket, "/messages"),
    body: { content: "Hello", isInternalNote: isNote },
  };
  const isContact = by === "contact";
  if (isContact && isNote) return { request, status: 403 };
  if (!isContact && !isNote && ticket.status === "closed") return { request, status: 409 };
  const say = (target: ModelTicket, id: string) => {
    target.messages.push({ id, by, isNote, isDeleted: false });
    target.activities.push([isNote ? "note_added" : "message_added", null, id]);
    if (!isContact && !isNote && by !== target.createdBy) target.firstResponseAt ??= nowMs(life);
    if (isContact && (target.status === "pending" || target.status === "resolved")) {
      setStatus(target, "open", nowMs(life));
    }
  };
  const isLate = isContact && (ticket.status === "closed" || isClosing(ticket, nowMs(life)));
  return {
    request,
    status: 201,
    apply: ({ body }) => {
      if (isLate) reopen(life, ticket, body.ticketId, (fresh) => say(fresh, body.id));
      else change(life, ticket, () => say(ticket, body.id));
    },
  };
}

function changeMessage(life: Life, { kind, by, message: position }: Of<"edit" | "unsay">, ticket: ModelTicket) {
  const message = pick(ticket.messages, position);
  if (!message) return null;
  const path = pathOf(ticket, `/messages/${message.id}`);
  const request =
    kind === "edit" ? { method: "PATCH", path, body: { content: crypto.randomUUID() } } : { method: "DELETE", path };
  if (by === "contact") return { request, status: 403 };
  if (ticket.isDeleted || message.isDeleted) return { request, status: 404 };
  const isManager = by === "owner" || by === "admin";
  if (message.by !== by && (kind === "edit" || !isManager)) return { request, status: 403 };
  if (kind === "edit" && !message.isNote && ticket.status === "closed") return { request, status: 409 };
  const apply = () => {
    if (kind === "unsay") message.isDeleted = true;
    promise(ticket, ticket, life.world.furniture, nowMs(life));
  };
  return { request, status: kind === "edit" ? 200 : 204, apply };
}

function deleteOrRestore({ kind, by }: Of<"delete" | "restore">, ticket: ModelTicket): Step {
  const isDelete = kind === "delete";
  const request = isDelete
    ? { method: "DELETE", path: pathOf(ticket) }
    : { method: "POST", path: pathOf(ticket, "/restore") };
  if (by !== "owner" && by !== "admin") return { request, status: 403 };
  const apply = () => {
    ticket.isDeleted = isDelete;
  };
  return { request, status: isDelete ? 204 : 200, apply };
}

function convert(life: Life, { by }: Of<"convert">, ticket: ModelTicket): Step {
  const request = { method: "POST", path: pathOf(ticket, "/convert-to-issue"), body: {} };
  if (by === "contact") return { request, status: 403 };
  if (ticket.isConverted) return { request, status: 200 };
  return {
    request,
    status: 201,
    apply: () => {
      ticket.isConverted = true;
      // `learnNote` finds out its id.
      ticket.messages.push({ id: "", by, isNote: true, isDeleted: false });
      ticket.activities.push(["note_added", null, ""]);
      promise(ticket, ticket, life.world.furniture, nowMs(life));
    },
  };
}
