import { createRoute } from "@hono/zod-openapi";
import { AppliedPolicy, Hold, SlaMetricEvent, SlaTarget } from "@tessera/core/sla";
import { getTicketSla, type SlaReport } from "@tessera/core/tickets";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { ticketRef } from "../http/references.ts";
import type { Surface } from "../http/surface.ts";
import { errors } from "./errors.ts";
import type { DeskGuard } from "./guard.ts";
import { ticketParams } from "./ticket-params.ts";

const target = z.union([z.strictObject(SlaTarget.shape), z.null()]);

const SlaWire = z
  .strictObject({
    ticketId: z.string(),
    slaBreached: z.boolean(),
    firstResponseBreached: z.boolean(),
    policy: z.union([z.strictObject(AppliedPolicy.shape), z.null()]).openapi({
      description: "As it was when it was applied: later edits of the policy do not touch this ticket.",
    }),
    firstResponse: target,
    resolution: target,
    holds: z.array(z.strictObject(Hold.shape)),
    events: z.array(z.strictObject({ ...SlaMetricEvent.shape, actor: z.string() })).openapi({
      description: "Everything that happened to the targets, oldest first, and who did it.",
    }),
  })
  .openapi("SupportTicketSla");

const getRoute = createRoute({
  method: "get",
  path: "/api/v1/tickets/{id}/sla",
  operationId: "GetSupportTicketSla",
  description: "Why a ticket is late, or is not.",
  tags: ["support tickets"],
  request: { params: ticketParams },
  responses: { 200: json(SlaWire, "Its targets, its time on hold, and how it came to be so"), ...errors(403, 404) },
});

/** */
export function serveTicketSla({ app }: Surface, guard: DeskGuard): void {
  app.openapi({ ...getRoute, middleware: guard({ permission: "issues.read" }) }, async (c) => {
    const report = await getTicketSla(c.get("context"), { ticket: ticketRef(c.req.valid("param").id) });
    return c.json(slaToWire(report), 200);
  });
}

function slaToWire({ ticket, sla, slaBreached, firstResponseBreached, events }: SlaReport): z.infer<typeof SlaWire> {
  return {
    ticketId: ticket.id,
    slaBreached,
    firstResponseBreached,
    policy: sla?.policy ?? null,
    firstResponse: sla?.firstResponse ?? null,
    resolution: sla?.resolution ?? null,
    holds: sla?.holds ?? [],
    events,
  };
}
