import { createRoute } from "@hono/zod-openapi";
import { tagTicket, untagTicket, viewTicket } from "@tessera/core/tickets";
import type { Context } from "hono";
import * as z from "zod";
import type { RequestContext } from "../http/dependencies.ts";
import { json } from "../http/openapi.ts";
import { ticketRef } from "../http/references.ts";
import type { Surface } from "../http/surface.ts";
import { rowId } from "./crud-handlers.ts";
import { errors } from "./errors.ts";
import type { DeskGuard } from "./guard.ts";
import { setETag, versionOf } from "./ticket-params.ts";
import { body } from "./ticket-routes.ts";
import { AnyId, TicketWire, ticketInFull } from "./ticket-wire.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const tags = ["support tickets"];

const TagOfTicket = z
  .union([
    z.strictObject({ tag: AnyId.openapi({ description: "The id or the name of a tag." }) }),
    z.strictObject({ tagId: AnyId }),
  ])
  .openapi("TagOfSupportTicket");

const addTagRoute = createRoute({
  method: "post",
  path: "/api/v1/tickets/{id}/tags",
  operationId: "TagSupportTicket",
  tags,
  request: { params: z.object({ id: z.string() }), ...body(TagOfTicket) },
  responses: { 200: json(TicketWire, "The ticket with the tag"), ...errors(400, 403, 404, 412, 413, 422) },
});

const params = z.object({ id: z.string(), tagId: z.string() });

const addTagByIdRoute = createRoute({
  method: "post",
  path: "/api/v1/tickets/{id}/tags/{tagId}",
  operationId: "TagSupportTicketById",
  tags,
  request: { params },
  responses: { 200: json(TicketWire, "The ticket with the tag"), ...errors(400, 403, 404, 412, 422) },
});

const removeTagRoute = createRoute({
  method: "delete",
  path: "/api/v1/tickets/{id}/tags/{tagId}",
  operationId: "UntagSupportTicket",
  tags,
  request: { params },
  responses: { 204: { description: "The ticket does not carry the tag" }, ...errors(403, 404, 412) },
});

/** PX-60: the tags of one ticket, one by one. */
export function serveTicketTags({ app }: Surface, guard: DeskGuard): void {
  const mayEdit = guard({ permission: "issues.edit" });

  app.openapi({ ...addTagRoute, middleware: guard({ permission: "issues.edit", body: "json" }) }, async (c) => {
    const input = c.req.valid("json");
    const tag = "tag" in input ? input.tag : input.tagId;
    return c.json(await addTag(c, c.get("context"), c.req.valid("param").id, { tag }), 200);
  });

  app.openapi({ ...addTagByIdRoute, middleware: mayEdit }, async (c) => {
    const { id, tagId } = c.req.valid("param");
    return c.json(await addTag(c, c.get("context"), id, { tagId: rowId(tagId) }), 200);
  });

  app.openapi({ ...removeTagRoute, middleware: mayEdit }, async (c) => {
    const { id, tagId } = c.req.valid("param");
    await untagTicket(c.get("context"), { ticket: ticketRef(id), tagId: rowId(tagId), version: versionOf(c) });
    return c.body(null, 204);
  });
}

type NamedTag = { tag: string } | { tagId: string };

async function addTag(c: Context, context: RequestContext, id: string, named: NamedTag) {
  const ticket = await tagTicket(context, { ...named, ticket: ticketRef(id), version: versionOf(c) });
  setETag(c, ticket);
  return ticketInFull(await viewTicket(context, ticket));
}
