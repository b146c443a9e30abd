import type { OpenAPIHono } from "@hono/zod-openapi";
import { createAdmin } from "./admin/index.ts";
import { createDashboard } from "./dashboard/index.ts";
import { createDocs } from "./docs/index.ts";
import type { AppDependencies } from "./http/dependencies.ts";
import type { AppEnv } from "./http/env.ts";
import { mount } from "./http/mount.ts";
import { apiVersion, describeApp, localServer, type OpenApiDocument } from "./http/openapi.ts";
import { createIncidents } from "./incidents/index.ts";
import { createSupport } from "./support/index.ts";
import { createTicketJobs } from "./ticket-jobs/index.ts";

const productInfo = {
  title: "Tessera API",
  version: apiVersion,
  description: "One host for all of Tessera's surfaces, each at its original paths.",
};

/** The host that the document comes from goes first, wherever that is. */
const servers = [{ url: "/", description: "This host" }, localServer];

/** Every surface of the product on one root: what is documented, and what server.ts serves part by part. */
export function createApp(dependencies: AppDependencies): OpenAPIHono<AppEnv> {
  const docs = createDocs(dependencies, () => describeApp(app, productInfo, servers));
  const surfaces = [
    createTicketJobs(dependencies),
    createSupport(dependencies),
    createIncidents(dependencies),
    createDashboard(dependencies),
    createAdmin(dependencies),
  ];
  const app = mount(dependencies, surfaces, docs);
  return app;
}

/** The document of the whole product. */
export function describeProduct(dependencies: AppDependencies): OpenApiDocument {
  return describeApp(createApp(dependencies), productInfo, servers);
}
