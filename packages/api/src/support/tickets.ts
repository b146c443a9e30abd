import {
  assignTicket,
  createTicket,
  deleteTicket,
  getTicket,
  getTicketStatistics,
  listTickets,
  restoreTicket,
  type Ticket,
  type TicketView,
  updateTicket,
  viewTicket,
} from "@tessera/core/tickets";
import type { Context } from "hono";
import type { RequestContext } from "../http/dependencies.ts";
import { ticketRef } from "../http/references.ts";
import type { Surface } from "../http/surface.ts";
import type { DeskGuard } from "./guard.ts";
import { markdownRenderer } from "./lazy-parts.ts";
import { pageToWire } from "./paging.ts";
import { setETag, versionOf } from "./ticket-params.ts";
import { filterFromQuery } from "./ticket-query.ts";
import {
  assignTicketRoute,
  createTicketRoute,
  deleteTicketRoute,
  getTicketRoute,
  listTicketsRoute,
  restoreTicketRoute,
  ticketStatsRoute,
  updateTicketRoute,
} from "./ticket-routes.ts";
import { ticketForContact, ticketInFull, ticketToWire } from "./ticket-wire.ts";

/** Seed 004's tickets (PX-1..PX-10). */
export function serveTickets({ app }: Surface, guard: DeskGuard): void {
  const mayRead = guard({ permission: "issues.read", contacts: true });
  const mayCreate = guard({ permission: "issues.create", contacts: true, body: "json" });
  const mayEdit = guard({ permission: "issues.edit", body: "json" });
  const mayDelete = guard({ permission: "issues.delete" });

  app.openapi({ ...createTicketRoute, middleware: mayCreate }, async (c) => {
    const context = c.get("context");
    const ticket = await createTicket(context, c.req.valid("json"));
    tagForMembers(c, context, ticket);
    return c.json(shownTo(context, await viewTicket(context, ticket)), 201);
  });

  app.openapi({ ...listTicketsRoute, middleware: mayRead }, async (c) => {
    const context = c.get("context");
    const { limit, offset, cursor, sort, ...query } = c.req.valid("query");
    const page = await listTickets(context, { limit, offset, cursor, sort, filter: filterFromQuery(query) });
    const toWire = isContact(context) ? ticketForContact : ticketToWire;
    return c.json({ tickets: page.items.map(toWire), ...pageToWire(page, { limit, offset }) }, 200);
  });

  // Before `/{id}`: a static segment wins over a parameter.
  app.openapi({ ...ticketStatsRoute, middleware: guard({ permission: "issues.read" }) }, async (c) => {
    const filter = filterFromQuery(c.req.valid("query"));
    return c.json(await getTicketStatistics(c.get("context"), { filter }), 200);
  });

  app.openapi({ ...getTicketRoute, middleware: mayRead }, async (c) => {
    const context = c.get("context");
    const view = await getTicket(context, { ticket: ticketRef(c.req.valid("param").id) });
    tagForMembers(c, context, view.ticket);
    const wire = shownTo(context, view);
    if (c.req.valid("query").render === undefined) return c.json(wire, 200);
    const toHtml = await markdownRenderer();
    return c.json({ ...wire, descriptionHtml: toHtml(wire.description) }, 200);
  });

  app.openapi({ ...updateTicketRoute, middleware: mayEdit }, async (c) => {
    const context = c.get("context");
    const ref = ticketRef(c.req.valid("param").id);
    const patch = c.req.valid("json");
    const input = { ...patch, ticket: ref, version: versionOf(c) ?? patch.version };
    const { ticket, isFollowUp } = await updateTicket(context, input);
    setETag(c, ticket);
    const wire = ticketInFull(await viewTicket(context, ticket));
    if (!isFollowUp) return c.json(wire, 200);
    c.header("Location", `/api/v1/tickets/${ticket.id}`);
    return c.json(wire, 201);
  });

  app.openapi({ ...deleteTicketRoute, middleware: mayDelete }, async (c) => {
    await deleteTicket(c.get("context"), { ticket: ticketRef(c.req.valid("param").id), version: versionOf(c) });
    return c.body(null, 204);
  });

  app.openapi({ ...restoreTicketRoute, middleware: mayDelete }, async (c) => {
    const context = c.get("context");
    const ticket = await restoreTicket(context, { ticket: ticketRef(c.req.valid("param").id) });
    setETag(c, ticket);
    return c.json(ticketInFull(await viewTicket(context, ticket)), 200);
  });

  app.openapi({ ...assignTicketRoute, middleware: mayEdit }, async (c) => {
    const context = c.get("context");
    const { assigneeId } = c.req.valid("json");
    const ref = ticketRef(c.req.valid("param").id);
    const ticket = await assignTicket(context, { ticket: ref, assigneeId, version: versionOf(c) });
    setETag(c, ticket);
    return c.json(ticketInFull(await viewTicket(context, ticket)), 200);
  });
}

/** A customer sees less of a ticket than those who work on it (PX-41). */
function shownTo(context: RequestContext, view: TicketView) {
  return isContact(context) ? ticketForContact(view) : ticketInFull(view);
}

/** The version counts internal notes too, so it is nothing for the customer (PX-41). */
function tagForMembers(c: Context, context: RequestContext, ticket: Ticket): void {
  if (!isContact(context)) setETag(c, ticket);
}

export function isContact({ principal }: RequestContext): boolean {
  return principal.kind === "contact";
}
