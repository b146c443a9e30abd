import type { AppDependencies } from "./http/dependencies.ts";
import { mount } from "./http/mount.ts";
import type { Surface } from "./http/surface.ts";
import { ownsPath, surfacePaths } from "./surface-paths.ts";

type Fetch = (request: Request, env?: unknown) => Response | Promise<Response>;

/** The product as a host calls it. */
export interface ApiServer {
  fetch: Fetch;
}

/**
 * Serves what `createApp` is made of, each surface loaded by its own first request: a cold start loads the one that it
 * is for, and the documents are only put together for whoever reads them.
 */
export function createServer(dependencies: AppDependencies): ApiServer {
  const lazily = (load: () => Promise<Surface>) => {
    let fetch: Promise<Fetch> | undefined;
    return async (request: Request, env?: unknown) => {
      fetch ??= load().then((surface) => mount(dependencies, [], surface).fetch);
      return (await fetch)(request, env);
    };
  };

  const surfaces = [
    {
      paths: surfacePaths.ticketJobs,
      fetch: lazily(async () => (await import("./ticket-jobs/index.ts")).createTicketJobs(dependencies)),
    },
    {
      paths: surfacePaths.support,
      fetch: lazily(async () => (await import("./support/index.ts")).createSupport(dependencies)),
    },
    {
      paths: surfacePaths.incidents,
      fetch: lazily(async () => (await import("./incidents/index.ts")).createIncidents(dependencies)),
    },
    {
      paths: surfacePaths.dashboard,
      fetch: lazily(async () => (await import("./dashboard/index.ts")).createDashboard(dependencies)),
    },
    {
      paths: surfacePaths.admin,
      fetch: lazily(async () => (await import("./admin/index.ts")).createAdmin(dependencies)),
    },
  ];
  const root = lazily(async () => {
    const { createDocs } = await import("./docs/index.ts");
    return createDocs(dependencies, async () => (await import("./app.ts")).describeProduct(dependencies));
  });

  return {
    fetch: (request, env) => {
      const { pathname } = new URL(request.url);
      const owner = surfaces.find(({ paths }) => ownsPath(paths, pathname));
      return (owner?.fetch ?? root)(request, env);
    },
  };
}
