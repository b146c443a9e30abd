import { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "../http/env.ts";
import { describeApp, type OpenApiDocument } from "../http/openapi.ts";
import { registerComponents, ticketJobsInfo } from "./contract.ts";
import { cancelRoute, getRoute, listRoute, resultRoute, schemaRoute, submitAliasRoute, submitRoute } from "./routes.ts";

const seedRoutes = [submitRoute, submitAliasRoute, listRoute, getRoute, cancelRoute, resultRoute, schemaRoute];

/** Seed 001 alone, name for name (TF-0): what this product adds to it stands in the document of all surfaces. */
export function describeSeed(): OpenApiDocument {
  const app = new OpenAPIHono<AppEnv>();
  registerComponents(app);
  for (const route of seedRoutes) app.openAPIRegistry.registerPath(route);
  return describeApp(app, ticketJobsInfo);
}
