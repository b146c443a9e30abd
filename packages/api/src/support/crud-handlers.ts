import type { RowFilter } from "@tessera/core/rows";
import {
  authorizeWriter,
  createSetting,
  deleteSetting,
  getSetting,
  listSettings,
  type SettingKind,
  type SettingRow,
  updateSetting,
} from "@tessera/core/tickets";
import type { MiddlewareHandler } from "hono";
import type { GuardedEnv } from "../http/env.ts";
import type { Surface } from "../http/surface.ts";
import { type CrudDefinition, crudRoutes } from "./crud.ts";
import type { DeskGuard } from "./guard.ts";
import { pageToWire } from "./paging.ts";
import { setETag, versionOf } from "./ticket-params.ts";

type Handler = MiddlewareHandler<GuardedEnv>;

/** Serves the five operations of one kind of settings: how they go is the same for all of them. */
export function serveCrud<Row extends SettingRow>(
  { app }: Surface,
  guard: DeskGuard,
  definition: CrudDefinition<Row>,
): void {
  const { kind, listField, toWire } = definition;
  const routes = crudRoutes(definition);
  const mayRead = guard({ permission: "issues.read" });
  const mayEdit: [Handler, Handler] = [guard({ permission: "issues.edit", body: "json" }), onlyWritersOf(kind)];

  app.openapi({ ...routes.create, middleware: mayEdit }, async (c) => {
    const row = await createSetting(c.get("context"), kind, c.req.valid("json"));
    setETag(c, row);
    return c.json(toWire(row), 201);
  });

  app.openapi({ ...routes.list, middleware: mayRead }, async (c) => {
    const { limit, cursor, ...narrowed } = c.req.valid("query");
    const page = await listSettings(c.get("context"), kind, {
      limit,
      cursor,
      filter: teamFilter(definition, narrowed),
    });
    return c.json({ [listField]: page.items.map(toWire), ...pageToWire(page, { limit }) }, 200);
  });

  app.openapi({ ...routes.get, middleware: mayRead }, async (c) => {
    const row = await getSetting(c.get("context"), kind, { id: rowId(c.req.valid("param").id) });
    setETag(c, row);
    return c.json(toWire(row), 200);
  });

  app.openapi({ ...routes.update, middleware: mayEdit }, async (c) => {
    const [id, changes] = [rowId(c.req.valid("param").id), c.req.valid("json")];
    const row = await updateSetting(c.get("context"), kind, { id, changes, version: versionOf(c) });
    setETag(c, row);
    return c.json(toWire(row), 200);
  });

  app.openapi({ ...routes.delete, middleware: guard({ permission: "issues.delete" }) }, async (c) => {
    await deleteSetting(c.get("context"), kind, { id: rowId(c.req.valid("param").id), version: versionOf(c) });
    return c.body(null, 204);
  });
}

/** Whoever may not change a row does not learn what would be wrong with the request. */
function onlyWritersOf<Row extends SettingRow>(kind: SettingKind<Row>): Handler {
  return async (c, next) => {
    authorizeWriter(c.get("context"), kind);
    await next();
  };
}

const ulid = /^[0-9A-HJKMNP-TV-Z]{26}$/i;

/** What is no id of ours is the id of nothing (K7). */
export function rowId(id: string): string {
  return ulid.test(id) ? id.toUpperCase() : "-";
}

function teamFilter<Row extends SettingRow>(
  { teamOf }: CrudDefinition<Row>,
  { teamId }: { teamId?: string | undefined },
): RowFilter<Row> | undefined {
  if (teamId === undefined || teamOf === undefined) return undefined;
  const wanted = teamId === "none" ? null : teamId;
  return { name: `team:${teamId}`, matches: (row) => teamOf(row) === wanted };
}
