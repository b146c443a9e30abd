import type { Surface } from "../http/surface.ts";
import { calendarCrud } from "./calendars.ts";
import { cannedResponseCrud } from "./canned-responses.ts";
import { serveCrud } from "./crud-handlers.ts";
import type { DeskGuard } from "./guard.ts";
import { slaPolicyCrud } from "./sla-policies.ts";
import { tagCrud } from "./tags.ts";
import { serveTicketTags } from "./ticket-tags.ts";

/** What people set up for their desk (PX-28, PX-60, PX-61, G-5). */
export function serveSettings(surface: Surface, guard: DeskGuard): void {
  serveCrud(surface, guard, tagCrud);
  serveTicketTags(surface, guard);
  serveCrud(surface, guard, cannedResponseCrud);
  serveCrud(surface, guard, slaPolicyCrud);
  serveCrud(surface, guard, calendarCrud);
}
