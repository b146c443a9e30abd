import {
  addIncidentNote,
  escalateIncident,
  forwardIncident,
  getIncident,
  listIncidents,
  moveIncident,
  moveIncidents,
} from "@tessera/core/incidents";
import type { Surface } from "../http/surface.ts";
import { parse, requireId } from "./contract.ts";
import type { IncidentGuard } from "./guard.ts";
import { filterFromQuery } from "./incident-query.ts";
import {
  acknowledgeRoute,
  addNoteRoute,
  batchRoute,
  escalateRoute,
  forwardRoute,
  getIncidentRoute,
  listIncidentsRoute,
  reopenRoute,
  resolveRoute,
} from "./incident-routes.ts";
import { incidentToRow, incidentToWire, toSeconds } from "./incident-wire.ts";
import { batchToWire, EscalateWire, timeOf } from "./move-wire.ts";
import { serve } from "./spellings.ts";

/** Seed 003's incidents (LC-1..LC-10). */
export function serveIncidents({ app }: Surface, guard: IncidentGuard): void {
  const mayRead = guard({ access: "read" });
  const mayWrite = guard({ access: "write" });
  const mayWriteBody = guard({ access: "write", body: "json" });

  serve(app, listIncidentsRoute, mayRead, async (c) => {
    const query = c.req.valid("query");
    const { limit, cursor, offset = 0 } = query;
    const page = await listIncidents(c.get("context"), { limit, cursor, offset, filter: filterFromQuery(query) });
    if (page.total !== null) c.header("X-Total-Count", String(page.total));
    if (page.cursor !== undefined) c.header("X-Next-Cursor", page.cursor);
    return c.json(page.items.map(incidentToRow), 200);
  });

  // Before `/{id}`: a static segment wins over a parameter.
  serve(app, batchRoute, mayWriteBody, async (c) => {
    const { ids, action } = c.req.valid("json");
    return c.json(batchToWire(action, await moveIncidents(c.get("context"), { ids, move: action })), 200);
  });

  serve(app, getIncidentRoute, mayRead, async (c) => {
    const id = requireId(c.req.valid("param").id);
    return c.json(incidentToWire(await getIncident(c.get("context"), { id })), 200);
  });

  serve(app, acknowledgeRoute, mayWrite, async (c) => {
    const id = requireId(c.req.valid("param").id);
    const incident = await moveIncident(c.get("context"), { id, move: "acknowledge" });
    return c.json({ id, status: "acknowledged" as const, acknowledgedAt: timeOf(incident, "acknowledgedAt") }, 200);
  });

  serve(app, resolveRoute, mayWrite, async (c) => {
    const id = requireId(c.req.valid("param").id);
    const incident = await moveIncident(c.get("context"), { id, move: "resolve" });
    return c.json({ id, status: "resolved" as const, resolvedAt: timeOf(incident, "resolvedAt") }, 200);
  });

  serve(app, reopenRoute, mayWrite, async (c) => {
    const id = requireId(c.req.valid("param").id);
    const incident = await moveIncident(c.get("context"), { id, move: "reopen" });
    return c.json({ id, status: "open" as const, reopenedAt: timeOf(incident, "reopenedAt") }, 200);
  });

  serve(app, escalateRoute, guard({ access: "write", body: "optional json" }), async (c) => {
    const { platforms } = parse(EscalateWire, await c.req.json());
    const id = requireId(c.req.valid("param").id);
    const { incident, escalatedTo } = await escalateIncident(c.get("context"), { id, platforms });
    return c.json({ id, status: "escalated" as const, escalatedAt: timeOf(incident, "escalatedAt"), escalatedTo }, 200);
  });

  serve(app, addNoteRoute, mayWriteBody, async (c) => {
    const { text } = c.req.valid("json");
    const id = requireId(c.req.valid("param").id);
    const incident = await addIncidentNote(c.get("context"), { id, text });
    return c.json({ id, text, createdAt: toSeconds(incident.updatedAt) }, 201);
  });

  serve(app, forwardRoute, mayWriteBody, async (c) => {
    const { platform } = c.req.valid("json");
    const id = requireId(c.req.valid("param").id);
    await forwardIncident(c.get("context"), { id, platform });
    return c.json({ id, platform, status: "queued" as const }, 202);
  });
}
