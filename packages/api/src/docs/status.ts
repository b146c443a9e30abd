import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { AppDependencies } from "../http/dependencies.ts";
import { apiVersion, json } from "../http/openapi.ts";
import type { Surface } from "../http/surface.ts";

/** A table that takes longer than this to answer is as good as away (AU-2). */
const healthTimeoutMs = 2_000;

const Health = z.strictObject({
  status: z.enum(["healthy", "degraded"]),
  timestamp: z.iso.datetime(),
  services: z.strictObject({ table: z.enum(["connected", "unreachable"]) }),
});

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
    const isHealthy = await within(healthTimeoutMs, dependencies.health());
    c.header("Cache-Control", "no-store");
    return c.json(
      {
        status: isHealthy ? ("healthy" as const) : ("degraded" as const),
        timestamp: dependencies.system.now().toISOString(),
        services: { table: isHealthy ? ("connected" as const) : ("unreachable" as const) },
      },
      200,
    );
  });
}

/** The probe's answer; false when it fails or takes too long. */
async function within(timeoutMs: number, probe: Promise<boolean>): Promise<boolean> {
  const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), timeoutMs);
  try {
    return await Promise.race([probe, tooLate]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
