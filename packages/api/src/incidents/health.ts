import { createRoute } from "@hono/zod-openapi";
import type { AppDependencies } from "../http/dependencies.ts";
import { Health, readHealth } from "../http/health.ts";
import { json } from "../http/openapi.ts";
import type { Surface } from "../http/surface.ts";
import { toSeconds } from "./incident-wire.ts";
import { spellingsOf } from "./spellings.ts";

const healthRoute = createRoute({
  method: "get",
  path: "/api/v1/health",
  operationId: "GetIncidentsHealth",
  description: "Answers 200 in both cases; `status` tells.",
  tags: ["status"],
  security: [],
  responses: { 200: json(Health, "How the product is") },
});

/** LC-62: the root's own is AU's, so LC's is under its other names, that of its dashboard's proxy included. */
const paths = [...spellingsOf(healthRoute.path), "/api/ticketing/health"];

export function serveHealth({ app }: Surface, dependencies: AppDependencies): void {
  for (const path of paths) {
    app.openapi({ ...healthRoute, path, hide: path !== healthRoute.path }, async (c) => {
      c.header("Cache-Control", "no-store");
      const health = await readHealth(dependencies);
      return c.json({ ...health, timestamp: toSeconds(health.timestamp) }, 200);
    });
  }
}
