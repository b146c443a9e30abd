import { createRoute } from "@hono/zod-openapi";
import { getIncidentLinks, type LinkTarget, linkIncident, unlinkIncident } from "@tessera/core/links";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { issueRef, ticketRef } from "../http/references.ts";
import type { Surface } from "../http/surface.ts";
import { body, requireId, security } from "./contract.ts";
import { errors } from "./errors.ts";
import type { IncidentGuard } from "./guard.ts";
import { LinksWire, LinkWire, linksToWire } from "./links-wire.ts";
import { serve } from "./spellings.ts";

const tags = ["incidents"];
const params = z.object({ id: z.string() });
const path = "/api/v1/incidents/{id}/links";

const getLinksRoute = createRoute({
  method: "get",
  path,
  operationId: "GetIncidentLinks",
  tags,
  security,
  request: { params },
  responses: { 200: json(LinksWire, "What the incident is linked to"), ...errors(404) },
});

const linkRoute = createRoute({
  method: "post",
  path,
  operationId: "LinkIncident",
  tags,
  security,
  request: { params, ...body(LinkWire) },
  responses: { 200: json(LinksWire, "All links, this one included"), ...errors(400, 404, 409, 413) },
});

const unlinkParams = z.object({ id: z.string(), kind: z.enum(["tickets", "issues"]), target: z.string() });

const unlinkRoute = createRoute({
  method: "delete",
  path: `${path}/{kind}/{target}`,
  operationId: "UnlinkIncident",
  tags,
  security,
  request: { params: unlinkParams },
  responses: { 200: json(LinksWire, "The links that are left"), ...errors(400, 404) },
});

/** G-4: incidents, the tickets of customers who feel them, and the issues that fix them. */
export function serveLinks({ app }: Surface, guard: IncidentGuard): void {
  serve(app, getLinksRoute, guard({ access: "read" }), async (c) => {
    const id = requireId(c.req.valid("param").id);
    return c.json(linksToWire(await getIncidentLinks(c.get("context"), { id })), 200);
  });

  serve(app, linkRoute, guard({ access: "write", body: "json" }), async (c) => {
    const id = requireId(c.req.valid("param").id);
    const wire = c.req.valid("json");
    const target = "ticketId" in wire ? targetOf("tickets", wire.ticketId) : targetOf("issues", wire.issueId);
    await linkIncident(c.get("context"), { id, target });
    return c.json(linksToWire(await getIncidentLinks(c.get("context"), { id })), 200);
  });

  serve(app, unlinkRoute, guard({ access: "write" }), async (c) => {
    const { id, kind, target } = c.req.valid("param");
    await unlinkIncident(c.get("context"), { id: requireId(id), target: targetOf(kind, target) });
    return c.json(linksToWire(await getIncidentLinks(c.get("context"), { id })), 200);
  });
}

function targetOf(kind: "tickets" | "issues", reference: string): LinkTarget {
  return kind === "tickets" ? { ticket: ticketRef(reference) } : { issue: issueRef(reference) };
}
