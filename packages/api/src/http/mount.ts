import { OpenAPIHono } from "@hono/zod-openapi";
import type { AppDependencies } from "./dependencies.ts";
import type { AppEnv } from "./env.ts";
import { observe } from "./observe.ts";
import type { Surface } from "./surface.ts";

/** Surfaces on one root; what none of them owns is the last one's. */
export function mount(dependencies: AppDependencies, surfaces: readonly Surface[], last: Surface): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.use("*", observe(dependencies));
  for (const surface of [...surfaces, last]) app.route("/", surface.app);
  app.notFound((c) => (surfaces.find((surface) => surface.owns(c.req.path)) ?? last).unrouted(c));
  return app;
}
