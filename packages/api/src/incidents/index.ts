import type { AppDependencies } from "../http/dependencies.ts";
import { createSurface, type Surface } from "../http/surface.ts";
import { surfacePaths } from "../surface-paths.ts";
import { serveConfig } from "./config.ts";
import { incidentDialect } from "./errors.ts";
import { createIncidentGuard } from "./guard.ts";
import { serveHealth } from "./health.ts";
import { serveIncidents } from "./incidents.ts";
import { serveInsight } from "./insight.ts";
import { serveIntake } from "./intake.ts";
import { serveLinks } from "./links.ts";
import { keyHeader } from "./sign-in.ts";

/** LC: incidents, at the paths of seed 003. */
export function createIncidents(dependencies: AppDependencies): Surface {
  const surface = createSurface({ owns: surfacePaths.incidents, dialect: incidentDialect });
  const guard = createIncidentGuard(dependencies);
  surface.app.openAPIRegistry.registerComponent("securitySchemes", "incidentApiKey", {
    type: "apiKey",
    in: "header",
    name: keyHeader,
  });
  serveIncidents(surface, guard);
  serveLinks(surface, guard);
  serveIntake(surface, guard);
  serveInsight(surface, guard);
  serveConfig(surface, guard);
  serveHealth(surface, dependencies);
  return surface;
}
