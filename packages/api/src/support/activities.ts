import { createRoute } from "@hono/zod-openapi";
import type { AuditEntry } from "@tessera/core/audit";
import { activityActions, listActivities } from "@tessera/core/tickets";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { ticketRef } from "../http/references.ts";
import type { Surface } from "../http/surface.ts";
import { errors } from "./errors.ts";
import type { DeskGuard } from "./guard.ts";
import { deskPage, pageFields, pageToWire } from "./paging.ts";
import { ticketParams } from "./ticket-params.ts";

const prefix = "ticket.";
const activityTypes = activityActions.map((action) => action.slice(prefix.length));

const ActivityWire = z
  .strictObject({
    id: z.string(),
    type: z.enum(activityTypes),
    oldValue: z.unknown().openapi({ description: "Null where there is none." }),
    newValue: z.unknown().openapi({ description: "Null where there is none." }),
    actor: z.string(),
    createdAt: z.iso.datetime(),
  })
  .openapi("SupportTicketActivity");

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/tickets/{id}/activities",
  operationId: "ListSupportTicketActivities",
  description: "What happened to a ticket, oldest first. Nothing is ever changed or deleted here.",
  tags: ["support tickets"],
  request: { params: ticketParams, query: z.strictObject(deskPage) },
  responses: {
    200: json(z.strictObject({ activities: z.array(ActivityWire), ...pageFields }), "One page of activities"),
    ...errors(400, 403, 404),
  },
});

/** PX-48, D-16. */
export function serveActivities({ app }: Surface, guard: DeskGuard): void {
  app.openapi({ ...listRoute, middleware: guard({ permission: "issues.read" }) }, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const ticket = ticketRef(c.req.valid("param").id);
    const page = await listActivities(c.get("context"), { ticket, limit, cursor });
    return c.json({ activities: page.items.map(activityToWire), ...pageToWire(page, { limit, cursor }) }, 200);
  });
}

function activityToWire({ id, action, oldValue, newValue, actor, at }: AuditEntry): z.infer<typeof ActivityWire> {
  return { id, type: action.slice(prefix.length), oldValue, newValue, actor, createdAt: at };
}
