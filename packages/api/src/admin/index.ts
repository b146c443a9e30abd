import type { AppDependencies } from "../http/dependencies.ts";
import { createGuard } from "../http/guard.ts";
import { createSurface, type Surface } from "../http/surface.ts";
import { surfacePaths } from "../surface-paths.ts";
import { serveAccounts } from "./accounts.ts";
import { serveClients } from "./clients.ts";
import { adminDialect } from "./errors.ts";
import { serveKeys } from "./keys.ts";
import { serveTeams } from "./teams.ts";
import { serveTestSwitches } from "./test-switches.ts";

/** The routes of whoever runs the product: accounts, teams, keys, and the switches of tests. */
export function createAdmin(dependencies: AppDependencies): Surface {
  const surface = createSurface({ owns: surfacePaths.admin, dialect: adminDialect });
  const guard = createGuard(dependencies);
  const guards = { middleware: guard({ scope: "admin" }), withBody: guard({ scope: "admin", body: "json" }) };
  serveAccounts(surface, guards);
  serveTeams(surface, guards);
  serveClients(surface, guards);
  serveKeys(surface, guards);
  serveTestSwitches(surface, dependencies, guards);
  return surface;
}
