import type { OpenAPIHono, RouteConfig, RouteHandler } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../http/env.ts";
import type { IncidentEnv } from "./guard.ts";

/** With and without a version, and through the proxy of LC's dashboard: every route answers under each. */
const bases = ["/api", "/api/v1", "/api/ticketing/api", "/api/ticketing/api/v1"];

/** All spellings of a path that seed 003 writes in one way. */
export function spellingsOf(path: string): string[] {
  const rest = path.replace(/^\/api(?:\/v1)?(?=\/)/, "");
  return bases.map((base) => base + rest);
}

/** Serves a route at its paths, each of them a real one, so that all have their 404 and 405; only the seed's is documented. */
export function serve<Route extends RouteConfig>(
  app: OpenAPIHono<AppEnv>,
  route: Route,
  middleware: MiddlewareHandler<IncidentEnv>,
  handler: RouteHandler<Route, IncidentEnv>,
): void {
  for (const path of spellingsOf(route.path)) {
    // The other spellings have the same parameters, so the handler of one fits them all.
    const spelled = { ...route, path, hide: path !== route.path, middleware } as Route;
    app.openapi(spelled, handler as Parameters<typeof app.openapi<Route>>[1]);
  }
}
