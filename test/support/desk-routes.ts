import type { Permission } from "@tessera/core/access";

/** One route of the support desk, and who may call it. */
export interface DeskRoute {
  /** Null: anybody may. */
  permission: Permission | null;
  /** Beside the permission it needs an Owner or an Admin (Appendix D-14). */
  managers?: true;
  /** `own`: customers may call it, with their own tickets (PX-64); `only`: nobody else may. */
  contacts?: "own" | "only";
  /** A body that is right as it is; its names and addresses are new each time. */
  body?: () => unknown;
  /** Sent instead of a body of JSON. */
  yaml?: () => string;
  /** What whoever may call it is answered where the ids in its path are nobody's. */
  status: number;
}

const read: DeskRoute = { permission: "issues.read", status: 200 };
const readOne: DeskRoute = { permission: "issues.read", status: 404 };
const edit: DeskRoute = { permission: "issues.edit", status: 404 };
const remove: DeskRoute = { permission: "issues.delete", status: 404 };

const unique = () => crypto.randomUUID().slice(0, 8);
/** Each one is another policy: there is one for a team and a priority. */
export const policyBody = () => ({ priority: "low", firstResponseMinutes: 30, resolutionMinutes: 60 });
export const calendarBody = () => ({
  name: `Calendar ${unique()}`,
  timeZone: "Europe/Berlin",
  hours: { monday: [{ from: "09:00", to: "17:00" }] },
});
export const triggerBody = () => ({
  name: `Trigger ${unique()}`,
  event: "ticket.created",
  actions: [{ type: "set_priority", priority: "high" }],
});
export const agentBody = () => ({ handle: `agent-${unique()}`, name: "Agent", kind: "queue" });

/** The five operations of one kind of settings. */
function settings(path: string, row: { managers?: true; body: () => unknown; patch: () => unknown }) {
  const { body, patch, ...who } = row;
  return {
    [`POST ${path}`]: { ...edit, ...who, body, status: 201 },
    [`GET ${path}`]: read,
    [`GET ${path}/:id`]: readOne,
    [`PATCH ${path}/:id`]: { ...edit, ...who, body: patch },
    [`DELETE ${path}/:id`]: { ...remove, ...who },
  } satisfies Record<string, DeskRoute>;
}

const ticket = "/api/v1/tickets/:id";

/** Every route of the desk. A route without a row, or a row without a route, fails (J1). */
export const deskRoutes: Record<string, DeskRoute> = {
  "POST /api/v1/tickets": {
    permission: "issues.create",
    contacts: "own",
    body: () => ({ subject: "Login broken" }),
    status: 201,
  },
  "GET /api/v1/tickets": { ...read, contacts: "own" },
  "GET /api/v1/tickets/stats": read,
  [`GET ${ticket}`]: { ...readOne, contacts: "own" },
  [`PATCH ${ticket}`]: { ...edit, body: () => ({ priority: "high" }) },
  [`DELETE ${ticket}`]: remove,
  [`POST ${ticket}/restore`]: remove,
  [`POST ${ticket}/assign`]: { ...edit, body: () => ({ assigneeId: null }) },
  [`POST ${ticket}/messages`]: { ...edit, contacts: "own", body: () => ({ content: "Hello" }) },
  [`GET ${ticket}/messages`]: { ...readOne, contacts: "own" },
  [`PATCH ${ticket}/messages/:msgId`]: { ...edit, body: () => ({ content: "Hello again" }) },
  [`DELETE ${ticket}/messages/:msgId`]: edit,
  [`GET ${ticket}/messages/:msgId/edits`]: readOne,
  [`POST ${ticket}/attachments`]: {
    ...edit,
    contacts: "own",
    body: () => ({ fileName: "log.txt", contentType: "text/plain", size: 5 }),
  },
  [`GET ${ticket}/attachments`]: readOne,
  [`GET ${ticket}/attachments/:attachmentId`]: { ...readOne, contacts: "own" },
  [`GET ${ticket}/activities`]: readOne,
  [`GET ${ticket}/sla`]: readOne,
  [`POST ${ticket}/convert-to-issue`]: { permission: "issues.create", body: () => ({}), status: 404 },
  [`POST ${ticket}/tags`]: { ...edit, body: () => ({ tag: "regression" }) },
  [`POST ${ticket}/tags/:tagId`]: edit,
  [`DELETE ${ticket}/tags/:tagId`]: edit,
  "GET /api/v1/inbox": read,
  "POST /api/v1/inbox/:id/read": readOne,
  "POST /api/v1/inbox/read-all": read,
  "GET /api/v1/issues": read,
  "GET /api/v1/issues/:id": readOne,
  "PATCH /api/v1/issues/:id": { ...edit, body: () => ({ status: "todo" }) },
  ...settings("/api/v1/ticket-tags", { body: () => ({ name: unique() }), patch: () => ({ name: unique() }) }),
  ...settings("/api/v1/canned-responses", {
    body: () => ({ title: "Thanks", body: "Thank you." }),
    patch: () => ({ title: "Thanks a lot" }),
  }),
  ...settings("/api/v1/sla-policies", { managers: true, body: policyBody, patch: () => ({ resolutionMinutes: 90 }) }),
  ...settings("/api/v1/business-calendars", {
    managers: true,
    body: calendarBody,
    patch: () => ({ name: unique() }),
  }),
  ...settings("/api/v1/triggers", { managers: true, body: triggerBody, patch: () => ({ enabled: false }) }),
  "GET /api/v1/triggers/export": read,
  "POST /api/v1/triggers/import": { ...edit, managers: true, yaml: () => "triggers: []\n", status: 200 },
  ...settings("/api/v1/agents", { managers: true, body: agentBody, patch: () => ({ enabled: false }) }),
  "POST /portal/login": { permission: null, body: () => ({ email: `${unique()}@example.org` }), status: 202 },
  "GET /portal/session": { ...read, contacts: "only" },
};

/** A route's request with these values for the parameters of its path, and for the rest ids of nobody. */
export function requestOf(route: string, values: Record<string, string> = {}) {
  const [method = "", template = ""] = route.split(" ");
  const { body, yaml } = deskRoutes[route] ?? {};
  return {
    method,
    path: template.replaceAll(/:(\w+)/g, (_all, name: string) => values[name] ?? newId()),
    call: {
      ...(body && { body: body() }),
      ...(yaml && { raw: yaml(), headers: { "content-type": "application/yaml" } }),
    },
  };
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** An id in the product's own form that nobody has. */
export function newId(): string {
  const random = crypto.getRandomValues(new Uint8Array(25));
  return `0${Array.from(random, (byte) => crockford[byte % 32]).join("")}`;
}
