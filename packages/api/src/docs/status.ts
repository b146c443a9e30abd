import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { AppDependencies } from "../http/dependencies.ts";
import { Health, readHealth } from "../http/health.ts";
import { apiVersion, json } from "../http/openapi.ts";
import type { Surface } from "../http/surface.ts";

const rootRoute = createRoute({
  method: "get",
  path: "/",
  operationId: "GetRoot",
  tags: ["status"],
  security: [],
  responses: {
    200: json(
      z.strictObject({
        name: z.string(),
        version: z.string(),
        docs_url: z.string(),
        redoc_url: z.string(),
        openapi_url: z.string(),
      }),
      "What this is, and where its documents are",
    ),
  },
});

const healthRoute = createRoute({
  method: "get",
  path: "/health",
  operationId: "GetHealth",
  description: "Answers 200 in both cases; `status` tells (AU-2).",
  tags: ["status"],
  security: [],
  responses: { 200: json(Health, "How the product is") },
});

export function serveStatus({ app }: Surface, dependencies: AppDependencies): void {
  app.openapi(rootRoute, (c) =>
    c.json(
      {
        name: "Tessera",
        version: apiVersion,
        docs_url: "/docs",
        redoc_url: "/redoc",
        openapi_url: "/openapi.json",
      },
      200,
    ),
  );

  app.openapi(healthRoute, async (c) => {
    c.header("Cache-Control", "no-store");
    return c.json(await readHealth(dependencies), 200);
  });
}
