import { createRoute } from "@hono/zod-openapi";
import { ticketPriorities, ticketStatuses } from "@tessera/core/tickets";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { errors } from "./errors.ts";
import { pageFields } from "./paging.ts";
import { ticketParams as params } from "./ticket-params.ts";
import { TicketListQuery, ticketFilterQuery } from "./ticket-query.ts";
import { AssignWire, ContactTicketWire, NewTicketWire, TicketPatchWire, TicketWire } from "./ticket-wire.ts";

export const tags = ["support tickets"];

/** A required JSON body of a route's contract. */
export function body<Schema extends z.ZodType>(schema: Schema) {
  return { body: { required: true, content: { "application/json": { schema } } } };
}

/** What a member sees, and what the customer sees. */
const anyTicket = z.union([TicketWire, ContactTicketWire]);

export const createTicketRoute = createRoute({
  method: "post",
  path: "/api/v1/tickets",
  operationId: "CreateSupportTicket",
  tags,
  request: body(NewTicketWire),
  responses: { 201: json(anyTicket, "The new ticket"), ...errors(400, 403, 413, 422) },
});

export const listTicketsRoute = createRoute({
  method: "get",
  path: "/api/v1/tickets",
  operationId: "ListSupportTickets",
  tags,
  request: { query: TicketListQuery },
  responses: {
    200: json(z.strictObject({ tickets: z.array(anyTicket), ...pageFields }), "One page of tickets"),
    ...errors(400, 403),
  },
});

const counts = <const Name extends string>(names: readonly Name[]) => {
  const entries = names.map((name) => [name, z.int()]);
  // `fromEntries` forgets the keys, which are exactly the given names.
  return z.strictObject(Object.fromEntries(entries) as Record<Name, z.ZodInt>);
};

export const StatisticsWire = z
  .strictObject({
    total: z.int(),
    byStatus: counts(ticketStatuses),
    byPriority: counts(ticketPriorities),
    slaBreached: z.int(),
    unassigned: z.int(),
    avgFirstResponseMinutes: z.union([z.number(), z.null()]),
    avgResolutionMinutes: z.union([z.number(), z.null()]),
  })
  .openapi("SupportTicketStatistics");

export const ticketStatsRoute = createRoute({
  method: "get",
  path: "/api/v1/tickets/stats",
  operationId: "GetSupportTicketStatistics",
  tags,
  request: { query: z.strictObject(ticketFilterQuery) },
  responses: { 200: json(StatisticsWire, "Counts and averages"), ...errors(400, 403) },
});

export const getTicketRoute = createRoute({
  method: "get",
  path: "/api/v1/tickets/{id}",
  operationId: "GetSupportTicket",
  tags,
  request: { params, query: z.strictObject({ render: z.literal("html").optional() }) },
  responses: { 200: json(anyTicket, "The ticket"), ...errors(400, 403, 404) },
});

export const updateTicketRoute = createRoute({
  method: "patch",
  path: "/api/v1/tickets/{id}",
  operationId: "UpdateSupportTicket",
  tags,
  request: { params, ...body(TicketPatchWire) },
  responses: {
    200: json(TicketWire, "The ticket as it is now"),
    201: json(TicketWire, "The ticket that follows up a closed one (PX-21)"),
    ...errors(400, 403, 404, 409, 412, 413),
  },
});

export const deleteTicketRoute = createRoute({
  method: "delete",
  path: "/api/v1/tickets/{id}",
  operationId: "DeleteSupportTicket",
  tags,
  request: { params },
  responses: { 204: { description: "The ticket is in no list any more" }, ...errors(403, 404, 412) },
});

export const restoreTicketRoute = createRoute({
  method: "post",
  path: "/api/v1/tickets/{id}/restore",
  operationId: "RestoreSupportTicket",
  tags,
  request: { params },
  responses: { 200: json(TicketWire, "The ticket as it was"), ...errors(400, 403, 404, 422) },
});

export const assignTicketRoute = createRoute({
  method: "post",
  path: "/api/v1/tickets/{id}/assign",
  operationId: "AssignSupportTicket",
  tags,
  request: { params, ...body(AssignWire) },
  responses: { 200: json(TicketWire, "The ticket as it is now"), ...errors(400, 403, 404, 409, 412, 413, 422) },
});
