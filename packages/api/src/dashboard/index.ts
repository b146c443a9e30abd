import type { AppDependencies } from "../http/dependencies.ts";
import { createSurface, type Surface } from "../http/surface.ts";
import { surfacePaths } from "../surface-paths.ts";
import { pageDialect, showFault, showUnrouted } from "./fault-page.ts";
import { createDashboardGuard } from "./guard.ts";
import { serveIncidents } from "./incidents.ts";
import { serveList } from "./list.ts";
import { serveSettings } from "./settings.ts";
import { serveSignIn } from "./sign-in.ts";

/** LC-63: incidents and their settings for people, as plain pages and forms without any script. */
export function createDashboard(dependencies: AppDependencies): Surface {
  const surface = createSurface({ owns: surfacePaths.dashboard, dialect: pageDialect });
  const guard = createDashboardGuard(dependencies);
  surface.app.onError((cause, c) => showFault(c, cause));
  surface.app.get("/dashboard/", (c) => c.redirect("/dashboard", 308));
  serveSignIn(surface, dependencies);
  serveList(surface, guard);
  serveIncidents(surface, guard);
  serveSettings(surface, guard);
  return { ...surface, unrouted: (c) => showUnrouted(c, surface) };
}
