import { type Agent, agentHandle, agentKinds, agentSettings } from "@tessera/core/agents";
import * as z from "zod";
import type { AppDependencies } from "../http/dependencies.ts";
import { findUrlFault } from "../http/outgoing-url.ts";
import type { Surface } from "../http/surface.ts";
import { text } from "../http/text.ts";
import { type CrudDefinition, rowFields } from "./crud.ts";
import { serveCrud } from "./crud-handlers.ts";
import type { DeskGuard } from "./guard.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const AgentWire = z
  .strictObject({
    ...rowFields,
    handle: z.string(),
    name: z.string(),
    kind: z.enum(agentKinds),
    url: z.union([z.string(), z.null()]),
    enabled: z.boolean(),
  })
  .openapi("SupportAgent");

function agentFields(checkUrl: AppDependencies["checkUrl"]) {
  const url = z.string().superRefine((value, context) => {
    const fault = findUrlFault(value, checkUrl);
    if (fault !== null) context.addIssue(fault);
  });
  return {
    handle: z
      .string()
      .transform((handle) => handle.trim().toLowerCase())
      .pipe(z.string().regex(agentHandle, "must be what a mention can spell: letters, digits, and . _ - between them")),
    name: z
      .string()
      .transform((name) => name.trim())
      .pipe(text(100)),
    kind: z.enum(agentKinds),
    url: z.union([url, z.null()]).openapi({ description: "Of an agent of the kind `webhook`." }),
    enabled: z.boolean(),
  };
}

/** PX-45: `/api/v1/agents`. The built-in agent is in the list of every tenant. */
export function serveAgents(surface: Surface, guard: DeskGuard, { checkUrl }: AppDependencies): void {
  const fields = agentFields(checkUrl);
  const definition: CrudDefinition<Agent> = {
    kind: agentSettings,
    path: "/api/v1/agents",
    operations: { one: "Agent", many: "Agents" },
    group: "agents",
    listField: "agents",
    newWire: z
      .strictObject({ ...fields, url: fields.url.default(null), enabled: fields.enabled.default(true) })
      .openapi("NewSupportAgent"),
    patchWire: z.strictObject(fields).partial().openapi("SupportAgentPatch"),
    wire: AgentWire,
    toWire: ({ tenantId: _tenant, audit: _audit, ...agent }): z.infer<typeof AgentWire> => agent,
  };
  serveCrud(surface, guard, definition);
}
