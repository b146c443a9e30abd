import { createRoute } from "@hono/zod-openapi";
import { convertToIssue, subjectLimit, viewTicket } from "@tessera/core/tickets";
import {
  getIssue,
  type Issue,
  issueKey,
  issuePriorities,
  issueStatuses,
  issueTypes,
  listIssues,
  updateIssue,
} from "@tessera/core/work-items";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { issueRef, ticketRef } from "../http/references.ts";
import type { Surface } from "../http/surface.ts";
import { text } from "../http/text.ts";
import { errors } from "./errors.ts";
import type { DeskGuard } from "./guard.ts";
import { deskPage, pageFields, pageToWire } from "./paging.ts";
import { setETag, ticketParams, versionOf } from "./ticket-params.ts";
import { body } from "./ticket-routes.ts";
import { AnyId, longText, TicketWire, ticketInFull } from "./ticket-wire.ts";

const tags = ["support issues"];
const nullable = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);
const title = text(subjectLimit).transform((value) => value.trim());

const IssueWire = z
  .strictObject({
    id: z.string(),
    number: z.int(),
    key: z.string().openapi({ example: "ISS-0042" }),
    title: z.string(),
    description: z.string(),
    status: z.enum(issueStatuses),
    type: z.enum(issueTypes),
    priority: z.enum(issuePriorities),
    teamId: nullable(z.string()),
    assigneeId: nullable(z.string()),
    creatorId: nullable(z.string()),
    metadata: z.looseObject({}),
    incidentIds: z.array(z.string()).openapi({ description: "Incidents that it fixes." }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    version: z.int(),
  })
  .openapi("SupportIssue");

const ConvertWire = z
  .strictObject({ teamId: nullable(AnyId).optional(), type: z.enum(issueTypes).optional(), title: title.optional() })
  .openapi("SupportTicketConversion");

const IssuePatchWire = z
  .strictObject({
    title: title.optional(),
    description: longText.optional(),
    status: z.enum(issueStatuses).optional(),
    type: z.enum(issueTypes).optional(),
    priority: z.enum(issuePriorities).optional(),
    teamId: nullable(AnyId).optional(),
    assigneeId: nullable(AnyId).optional(),
  })
  .openapi("SupportIssuePatch");

const ConvertedWire = z.strictObject({ issue: IssueWire, ticket: TicketWire }).openapi("SupportTicketConverted");

const convertRoute = createRoute({
  method: "post",
  path: "/api/v1/tickets/{id}/convert-to-issue",
  operationId: "ConvertSupportTicketToIssue",
  tags,
  request: { params: ticketParams, ...body(ConvertWire) },
  responses: {
    201: json(ConvertedWire, "The new issue, and the ticket that names it"),
    200: json(ConvertedWire, "The issue that the ticket was converted to before"),
    ...errors(400, 403, 404, 413, 422),
  },
});

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/issues",
  operationId: "ListSupportIssues",
  tags,
  request: {
    query: z.strictObject({
      status: z
        .string()
        .transform((value) => value.split(","))
        .pipe(z.array(z.enum(issueStatuses)))
        .optional()
        .openapi({ type: "string", description: "One status, or several with commas between them." }),
      ...deskPage,
    }),
  },
  responses: {
    200: json(z.strictObject({ issues: z.array(IssueWire), ...pageFields }), "One page of issues"),
    ...errors(400, 403),
  },
});

const params = z.object({ id: z.string() });

const getRoute = createRoute({
  method: "get",
  path: "/api/v1/issues/{id}",
  operationId: "GetSupportIssue",
  tags,
  request: { params },
  responses: { 200: json(IssueWire, "The issue"), ...errors(403, 404) },
});

const patchRoute = createRoute({
  method: "patch",
  path: "/api/v1/issues/{id}",
  operationId: "UpdateSupportIssue",
  tags,
  request: { params, ...body(IssuePatchWire) },
  responses: { 200: json(IssueWire, "The issue as it is now"), ...errors(400, 403, 404, 412, 413) },
});

/** Issues that tickets were converted to, in the least that a desk needs of them (PX-62, PX-63). */
export function serveIssues({ app }: Surface, guard: DeskGuard): void {
  const mayRead = guard({ permission: "issues.read" });

  app.openapi({ ...convertRoute, middleware: guard({ permission: "issues.create", body: "json" }) }, async (c) => {
    const context = c.get("context");
    const input = { ...c.req.valid("json"), ticket: ticketRef(c.req.valid("param").id) };
    const { issue, ticket, isNew } = await convertToIssue(context, input);
    const wire = { issue: issueToWire(issue), ticket: ticketInFull(await viewTicket(context, ticket)) };
    return c.json(wire, isNew ? 201 : 200);
  });

  app.openapi({ ...listRoute, middleware: mayRead }, async (c) => {
    const { status, ...request } = c.req.valid("query");
    const page = await listIssues(c.get("context"), { ...request, filter: { status } });
    return c.json({ issues: page.items.map(issueToWire), ...pageToWire(page, request) }, 200);
  });

  app.openapi({ ...getRoute, middleware: mayRead }, async (c) => {
    const issue = await getIssue(c.get("context"), { issue: issueRef(c.req.valid("param").id) });
    setETag(c, issue);
    return c.json(issueToWire(issue), 200);
  });

  app.openapi({ ...patchRoute, middleware: guard({ permission: "issues.edit", body: "json" }) }, async (c) => {
    const ref = issueRef(c.req.valid("param").id);
    const input = { ...c.req.valid("json"), issue: ref, version: versionOf(c) };
    const issue = await updateIssue(c.get("context"), input);
    setETag(c, issue);
    return c.json(issueToWire(issue), 200);
  });
}

function issueToWire({ tenantId: _tenant, audit: _audit, ...issue }: Issue): z.infer<typeof IssueWire> {
  return { ...issue, key: issueKey(issue) };
}
