import { createRoute } from "@hono/zod-openapi";
import { addTeamMember, createTeam, listTeams, removeTeamMember } from "@tessera/core/access";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { linkNextPage, pageQuery } from "../http/paging.ts";
import type { Surface } from "../http/surface.ts";
import { type AdminGuards, body, errors, memberParams, tags, tenantParams } from "./contract.ts";
import { NewTeam, TeamWire, teamToWire } from "./wire.ts";

const createTeamRoute = createRoute({
  method: "post",
  path: "/admin/tenants/{tenant_id}/teams",
  operationId: "CreateTeam",
  tags,
  request: { params: tenantParams, ...body(NewTeam) },
  responses: { 201: json(TeamWire, "The new team"), ...errors(400, 401, 403, 404, 413, 500) },
});

const listTeamsRoute = createRoute({
  method: "get",
  path: "/admin/tenants/{tenant_id}/teams",
  operationId: "ListTeams",
  tags,
  request: { params: tenantParams, query: z.strictObject(pageQuery) },
  responses: {
    200: json(z.strictObject({ teams: z.array(TeamWire) }), "One page of a tenant's teams"),
    ...errors(400, 401, 403, 404, 500),
  },
});

const addMemberRoute = createRoute({
  method: "put",
  path: "/admin/teams/{team_id}/members/{user_id}",
  operationId: "AddTeamMember",
  tags,
  request: { params: memberParams },
  responses: { 204: { description: "The user is a member" }, ...errors(400, 401, 403, 404, 409, 500) },
});

const removeMemberRoute = createRoute({
  method: "delete",
  path: "/admin/teams/{team_id}/members/{user_id}",
  operationId: "RemoveTeamMember",
  tags,
  request: { params: memberParams },
  responses: { 204: { description: "The user is no member" }, ...errors(400, 401, 403, 404, 409, 500) },
});

/** Teams and who is in them (X-23, Appendix D-11). */
export function serveTeams({ app }: Surface, { middleware, withBody }: AdminGuards): void {
  app.openapi({ ...createTeamRoute, middleware: withBody }, async (c) => {
    const input = { tenantId: c.req.valid("param").tenant_id, ...c.req.valid("json") };
    return c.json(teamToWire(await createTeam(c.get("context"), input)), 201);
  });

  app.openapi({ ...listTeamsRoute, middleware }, async (c) => {
    const input = { tenantId: c.req.valid("param").tenant_id, ...c.req.valid("query") };
    const page = await listTeams(c.get("context"), input);
    linkNextPage(c, page);
    return c.json({ teams: page.items.map(teamToWire) }, 200);
  });

  app.openapi({ ...addMemberRoute, middleware }, async (c) => {
    const { team_id: teamId, user_id: userId } = c.req.valid("param");
    await addTeamMember(c.get("context"), { teamId, userId });
    return c.body(null, 204);
  });

  app.openapi({ ...removeMemberRoute, middleware }, async (c) => {
    const { team_id: teamId, user_id: userId } = c.req.valid("param");
    await removeTeamMember(c.get("context"), { teamId, userId });
    return c.body(null, 204);
  });
}
