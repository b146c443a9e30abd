import type { AppDependencies } from "../http/dependencies.ts";
import { createSurface, type Surface } from "../http/surface.ts";
import { surfacePaths } from "../surface-paths.ts";
import { serveActivities } from "./activities.ts";
import { serveAgents } from "./agents.ts";
import { serveAttachments } from "./attachments.ts";
import { supportDialect } from "./errors.ts";
import { createDeskGuard } from "./guard.ts";
import { serveInbox } from "./inbox.ts";
import { serveIssues } from "./issues.ts";
import { serveMessages } from "./messages.ts";
import { servePortal } from "./portal.ts";
import { serveSettings } from "./settings.ts";
import { serveTicketSla } from "./sla.ts";
import { serveTickets } from "./tickets.ts";
import { serveTriggers } from "./triggers.ts";

/** PX: the support desk, at the paths of seed 004. */
export function createSupport(dependencies: AppDependencies): Surface {
  const surface = createSurface({ owns: surfacePaths.support, dialect: supportDialect });
  const guard = createDeskGuard(dependencies);
  serveTickets(surface, guard);
  serveMessages(surface, guard);
  serveAttachments(surface, guard);
  serveActivities(surface, guard);
  serveTicketSla(surface, guard);
  serveInbox(surface, guard);
  serveIssues(surface, guard);
  serveSettings(surface, guard);
  serveTriggers(surface, guard, dependencies);
  serveAgents(surface, guard, dependencies);
  servePortal(surface, guard, dependencies);
  return surface;
}
