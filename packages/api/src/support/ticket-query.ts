import type { ListTicketsInput } from "@tessera/core/tickets";
import { TicketCategory, TicketPriority, TicketStatus, ticketSorts } from "@tessera/core/tickets";
import * as z from "zod";
import { deskOffset, deskPage } from "./paging.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const listLimit = 50;

/** A comma list: any of its values (PX-5). */
function listOf<Schema extends z.ZodType<string, string>>(schema: Schema) {
  return z
    .string()
    .transform((value) => value.split(",").map((part) => part.trim()))
    .pipe(z.array(schema).min(1).max(listLimit))
    .optional()
    .openapi({ type: "string", description: "One value, or several with commas between them." });
}

const name = z.string().min(1).max(128);

export const ticketFilterQuery = {
  status: listOf(TicketStatus),
  priority: listOf(TicketPriority),
  category: listOf(TicketCategory),
  assigneeId: listOf(name),
  teamId: listOf(name),
  tag: listOf(name),
  q: z.string().trim().min(1).max(200).optional(),
  slaBreached: z.enum(["true", "false"]).optional(),
};

export const TicketListQuery = z
  .strictObject({
    ...ticketFilterQuery,
    sort: z.enum(ticketSorts).default("-createdAt"),
    ...deskPage,
    ...deskOffset,
  })
  .refine(({ cursor, offset }) => cursor === undefined || !offset, {
    path: ["offset"],
    message: "cannot be combined with a cursor, which says itself where to start",
  });

const TicketFilterQuery = z.strictObject(ticketFilterQuery);

export function filterFromQuery(query: z.infer<typeof TicketFilterQuery>): ListTicketsInput["filter"] {
  const { assigneeId, slaBreached, status, priority, category, teamId, tag, q } = query;
  return {
    status,
    priority,
    category,
    teamId,
    tag,
    q,
    assigneeId: assigneeId?.map((id) => (id === "none" ? null : id)),
    slaBreached: slaBreached === undefined ? undefined : slaBreached === "true",
  };
}
