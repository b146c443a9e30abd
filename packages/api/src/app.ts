import { OpenAPIHono } from "@hono/zod-openapi";
import { createAdmin } from "./admin/index.ts";
import { createDocs } from "./docs/index.ts";
import type { AppDependencies } from "./http/dependencies.ts";
import type { AppEnv } from "./http/env.ts";
import { observe } from "./http/observe.ts";
import { apiVersion, describeApp, localServer } from "./http/openapi.ts";
import type { Surface } from "./http/surface.ts";
import { createTicketJobs } from "./ticket-jobs/index.ts";

const productInfo = {
  title: "Tessera API",
  version: apiVersion,
  description: "One host for all of Tessera's surfaces, each at its original paths.",
};

/** The host that the document comes from goes first, wherever that is. */
const servers = [{ url: "/", description: "This host" }, localServer];

/** Every surface of the product on one root. */
export function createApp(dependencies: AppDependencies): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  const docs = createDocs(dependencies, () => describeApp(app, productInfo, servers));
  // The root's surface owns whatever the others do not.
  const surfaces: readonly Surface[] = [createTicketJobs(dependencies), createAdmin(dependencies), docs];

  app.use("*", observe(dependencies));
  for (const surface of surfaces) app.route("/", surface.app);
  app.notFound((c) => (surfaces.find((surface) => surface.owns(c.req.path)) ?? docs).unrouted(c));
  return app;
}
