import { createRoute } from "@hono/zod-openapi";
import { exportTriggers, importTriggers, type Trigger, triggerSettings } from "@tessera/core/triggers";
import * as z from "zod";
import type { AppDependencies } from "../http/dependencies.ts";
import { json } from "../http/openapi.ts";
import type { Surface } from "../http/surface.ts";
import { yamlTypes } from "../http/yaml-body.ts";
import type { CrudDefinition } from "./crud.ts";
import { serveCrud } from "./crud-handlers.ts";
import { errors } from "./errors.ts";
import type { DeskGuard } from "./guard.ts";
import { triggerYaml } from "./lazy-parts.ts";
import { TriggerWire, triggerToWire, triggerWires } from "./trigger-wire.ts";

const group = "triggers";
const [yaml] = yamlTypes;

const exportRoute = createRoute({
  method: "get",
  path: "/api/v1/triggers/export",
  operationId: "ExportTriggers",
  tags: [group],
  responses: {
    200: { description: "All triggers, as import takes them", content: { [yaml]: { schema: z.string() } } },
    ...errors(403),
  },
});

const Imported = z
  .strictObject({ created: z.int(), updated: z.int(), unchanged: z.int() })
  .openapi("SupportTriggersImported");

const importRoute = createRoute({
  method: "post",
  path: "/api/v1/triggers/import",
  operationId: "ImportTriggers",
  tags: [group],
  description: "Replaces triggers by their names and adds new ones; others stay. Doing it again changes nothing.",
  request: {
    body: {
      required: true,
      content: Object.fromEntries(yamlTypes.map((type) => [type, { schema: z.string() }])),
    },
  },
  responses: { 200: json(Imported, "What became of them"), ...errors(400, 403, 409, 413, 422) },
});

/** PX-66: `/api/v1/triggers`, with export and import. */
export function serveTriggers(surface: Surface, guard: DeskGuard, { checkUrl }: AppDependencies): void {
  const { app } = surface;
  const { newTrigger, patch } = triggerWires(checkUrl);

  // Before `/{id}`: a static segment wins over a parameter.
  app.openapi({ ...exportRoute, middleware: guard({ permission: "issues.read" }) }, async (c) => {
    const { triggersToYaml } = await triggerYaml();
    const text = triggersToYaml(await exportTriggers(c.get("context")));
    return c.body(text, 200, { "Content-Type": `${yaml}; charset=utf-8` });
  });

  app.openapi({ ...importRoute, middleware: guard({ permission: "issues.edit", body: "yaml" }) }, async (c) => {
    const { triggersFromYaml } = await triggerYaml();
    const triggers = triggersFromYaml(await c.req.text(), newTrigger);
    return c.json(await importTriggers(c.get("context"), triggers), 200);
  });

  const definition: CrudDefinition<Trigger> = {
    kind: triggerSettings,
    path: "/api/v1/triggers",
    operations: { one: "Trigger", many: "Triggers" },
    group,
    listField: "triggers",
    newWire: newTrigger,
    patchWire: patch,
    wire: TriggerWire,
    toWire: triggerToWire,
  };
  serveCrud(surface, guard, definition);
}
