import type { IncidentAccess, Permission } from "@tessera/core/access";
import { nobodysId } from "./incidents.ts";

/** One route of incidents, and who may call it. */
export interface IncidentRoute {
  /** Null: anybody may. */
  access: IncidentAccess | null;
  /** A body that is right as it is, but for ids that are nobody's. */
  body?: () => unknown;
  /** Beside the access it needs this at the desk, whose rows it shows (G-4). */
  desk?: Permission;
  query?: () => string;
  /** What whoever may call it is answered where the ids in its request are nobody's. */
  status: number;
}

const read: IncidentRoute = { access: "read", status: 200 };
const move: IncidentRoute = { access: "write", status: 404 };
const change = (body: object): IncidentRoute => ({ access: "admin", status: 200, body: () => body });

/** Every route of incidents by its documented spelling. A route without a row, or a row without a route, fails (J1). */
export const documentedRoutes: Record<string, IncidentRoute> = {
  "GET /api/incidents": read,
  "GET /api/incidents/:id": { ...read, status: 404 },
  "POST /api/incidents/:id/acknowledge": move,
  "POST /api/incidents/:id/resolve": move,
  "POST /api/incidents/:id/escalate": move,
  "POST /api/incidents/:id/reopen": move,
  "POST /api/v1/incidents/batch": {
    access: "write",
    status: 200,
    body: () => ({ ids: [nobodysId()], action: "acknowledge" }),
  },
  "POST /api/v1/incidents/:id/notes": { ...move, body: () => ({ text: "Looking into it" }) },
  "POST /api/v1/incidents/:id/forward": { ...move, body: () => ({ platform: "slack" }) },
  "GET /api/v1/incidents/:id/links": { ...read, desk: "issues.read", status: 404 },
  "POST /api/v1/incidents/:id/links": { ...move, desk: "issues.edit", body: () => ({ ticketId: "1" }) },
  "DELETE /api/v1/incidents/:id/links/:kind/:target": { ...move, desk: "issues.edit" },
  "POST /api/v1/anomalies": { access: "write", status: 202, body: () => [] },
  "GET /api/v1/audit": { ...read, status: 404, query: () => `?incident_id=${nobodysId()}` },
  "GET /api/v1/stats": read,
  "GET /api/v1/metrics/mttr": read,
  "GET /api/v1/config": read,
  "GET /api/v1/config/noise": read,
  "PATCH /api/v1/config/platforms": change({}),
  "PATCH /api/v1/config/routing": change({}),
  "PATCH /api/v1/config/anomaly": change({}),
  "PATCH /api/v1/config/llm": change({}),
  "PATCH /api/v1/config/noise": change({}),
  "POST /api/v1/test-connection": change({ platform: "pagerduty" }),
  "POST /api/v1/test-llm": { access: "admin", status: 200 },
  "GET /api/v1/llm-status": read,
  "GET /api/v1/health": { access: null, status: 200 },
};

/** */
export const bases = ["/api", "/api/v1", "/api/ticketing/api", "/api/ticketing/api/v1"] as const;

/** All spellings of a documented route. */
export function spellingsOf(route: string): string[] {
  const [method = "", path = ""] = route.split(" ");
  return bases.map((base) => `${method} ${path.replace(/^\/api(?:\/v1)?/, base)}`);
}

/** All routes, in all of their spellings; LC's health has one more (LC-62). */
export const incidentRoutes: Record<string, IncidentRoute> = {
  ...Object.fromEntries(
    Object.entries(documentedRoutes).flatMap(([route, row]) => spellingsOf(route).map((spelled) => [spelled, row])),
  ),
  "GET /api/ticketing/health": { access: null, status: 200 },
};

/** A path of a template, for an incident. */
export function pathOf(template: string, id: string): string {
  return template.replace(":id", id).replace(":kind", "tickets").replace(":target", "1");
}

/** A route's request, with ids of nobody where none is given. */
export function incidentRequest(route: string, id = nobodysId()) {
  const [method = "", template = ""] = route.split(" ");
  const { body, query } = incidentRoutes[route] ?? {};
  return {
    method,
    path: pathOf(template, id) + (query?.() ?? ""),
    call: body ? { body: body() } : {},
  };
}
