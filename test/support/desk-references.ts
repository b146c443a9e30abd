import type { Call } from "./api.ts";
import { deskRoutes, policyBody, requestOf, triggerBody } from "./desk-routes.ts";
import type { DeskIds } from "./furnished-desk.ts";

/** One place of one request where an id stands. */
export interface Reference {
  what: string;
  /** Whose ids may stand there. */
  kind: keyof DeskIds;
  /** What an id of nobody is answered. */
  refused: number;
  request(id: string, own: DeskIds): { method: string; path: string; call: Call };
}

const kindOfPath: Record<string, keyof DeskIds> = {
  tickets: "ticket",
  "ticket-tags": "tag",
  "canned-responses": "canned",
  "sla-policies": "policy",
  "business-calendars": "calendar",
  triggers: "trigger",
  agents: "agent",
  issues: "issue",
  inbox: "notice",
};

const kindOfName: Record<string, keyof DeskIds> = { msgId: "message", attachmentId: "carried", tagId: "tag" };

function kindOf(route: string, name: string): keyof DeskIds {
  if (route.endsWith("/restore")) return "deleted";
  const collection = route.split("/")[3] ?? "";
  const kind = kindOfName[name] ?? kindOfPath[collection];
  if (!kind) throw new Error(`nobody has said what :${name} of ${route} is`);
  return kind;
}

/** The own ids that stand in a route's path. */
export function ownPath(route: string, own: DeskIds): Record<string, string> {
  const names = [...route.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
  return Object.fromEntries(names.map((name) => [name, own[kindOf(route, name)]]));
}

const numbers: Partial<Record<keyof DeskIds, keyof DeskIds>> = { ticket: "ticketNumber", issue: "issueNumber" };

/** Every parameter of every path, from the routes themselves; tickets and issues also by their numbers. */
export function pathReferences(): Reference[] {
  return Object.keys(deskRoutes).flatMap((route) =>
    [...route.matchAll(/:(\w+)/g)].flatMap(([, name = ""]) => {
      const kind = kindOf(route, name);
      const number = numbers[kind];
      return [kind, ...(number ? [number] : [])].map((kind) => ({
        what: `${route}: ${name} by ${kind}`,
        kind,
        // Taking off a tag that a ticket does not carry changes nothing.
        refused: route === "DELETE /api/v1/tickets/:id/tags/:tagId" && name === "tagId" ? 204 : 404,
        request: (id: string, own: DeskIds) => requestOf(route, { ...ownPath(route, own), [name]: id }),
      }));
    }),
  );
}

type BodyOf = (id: string) => object;
type InBody = [route: string, field: string, kind: keyof DeskIds, body: BodyOf];

const ticketFields: [string, keyof DeskIds, BodyOf][] = [
  ["teamId", "team", (teamId) => ({ teamId })],
  ["assigneeId", "user", (assigneeId) => ({ assigneeId })],
  ["tags", "tag", (id) => ({ tags: [id] })],
];

const actions: [string, keyof DeskIds, BodyOf][] = [
  ["assign", "user", (assigneeId) => ({ type: "assign", assigneeId })],
  ["add_tag", "tag", (tag) => ({ type: "add_tag", tag })],
  ["create_issue", "team", (teamId) => ({ type: "create_issue", teamId })],
];

const inBodies: InBody[] = [
  ...ticketFields.flatMap(([field, kind, body]): InBody[] => [
    ["POST /api/v1/tickets", field, kind, (id) => ({ subject: "x", ...body(id) })],
    ["PATCH /api/v1/tickets/:id", field, kind, body],
  ]),
  ["POST /api/v1/tickets/:id/assign", "assigneeId", "user", (assigneeId) => ({ assigneeId })],
  ["POST /api/v1/tickets/:id/messages", "attachmentIds", "pending", (id) => ({ content: "x", attachmentIds: [id] })],
  ["POST /api/v1/tickets/:id/messages", "cannedResponseId", "canned", (id) => ({ cannedResponseId: id })],
  ["POST /api/v1/tickets/:id/tags", "tag", "tag", (tag) => ({ tag })],
  ["POST /api/v1/tickets/:id/tags", "tagId", "tag", (tagId) => ({ tagId })],
  ["POST /api/v1/tickets/:id/convert-to-issue", "teamId", "team", (teamId) => ({ teamId })],
  ["PATCH /api/v1/issues/:id", "teamId", "team", (teamId) => ({ teamId })],
  ["PATCH /api/v1/issues/:id", "assigneeId", "user", (assigneeId) => ({ assigneeId })],
  ["POST /api/v1/ticket-tags", "teamId", "team", (teamId) => ({ name: crypto.randomUUID(), teamId })],
  ["PATCH /api/v1/ticket-tags/:id", "teamId", "team", (teamId) => ({ teamId })],
  ["POST /api/v1/canned-responses", "teamId", "team", (teamId) => ({ title: "x", body: "x", teamId })],
  ["PATCH /api/v1/canned-responses/:id", "teamId", "team", (teamId) => ({ teamId })],
  ["POST /api/v1/sla-policies", "teamId", "team", (teamId) => ({ ...policyBody(), teamId })],
  [
    "POST /api/v1/sla-policies",
    "calendarId",
    "calendar",
    (calendarId) => ({ ...policyBody(), priority: "medium", calendarId }),
  ],
  [
    "POST /api/v1/sla-policies",
    "onBreach.notify",
    "user",
    (id) => ({ ...policyBody(), priority: "high", onBreach: [{ type: "notify", userIds: [id] }] }),
  ],
  [
    "POST /api/v1/sla-policies",
    "onBreach.reassign",
    "user",
    (assigneeId) => ({ ...policyBody(), onBreach: [{ type: "reassign", assigneeId }] }),
  ],
  ["PATCH /api/v1/sla-policies/:id", "teamId", "team", (teamId) => ({ teamId })],
  ["PATCH /api/v1/sla-policies/:id", "calendarId", "calendar", (calendarId) => ({ calendarId })],
  [
    "PATCH /api/v1/sla-policies/:id",
    "onBreach",
    "user",
    (assigneeId) => ({ onBreach: [{ type: "reassign", assigneeId }] }),
  ],
  ...actions.flatMap(([type, kind, action]): InBody[] => [
    ["POST /api/v1/triggers", type, kind, (id) => ({ ...triggerBody(), actions: [action(id)] })],
    ["PATCH /api/v1/triggers/:id", type, kind, (id) => ({ actions: [action(id)] })],
  ]),
];

/** Every field of every body that names a row. */
export function bodyReferences(): Reference[] {
  return inBodies.map(([route, field, kind, body]) => ({
    what: `${route}: ${field}`,
    kind,
    refused: 400,
    request: (id, own) => {
      // What was converted before is not looked at again, so that one needs another ticket.
      const values = route.endsWith("/convert-to-issue") ? { id: own.spare } : ownPath(route, own);
      return { ...requestOf(route, values), call: { body: body(id) } };
    },
  }));
}

const lists = ["/api/v1/tickets", "/api/v1/tickets/stats"];

/** Every filter that names a row: nobody's is answered with nothing. */
export function queryReferences(): Reference[] {
  const ofTickets = lists.flatMap((path): [string, keyof DeskIds][] => [
    [`${path}?assigneeId=`, "user"],
    [`${path}?teamId=`, "team"],
    [`${path}?tag=`, "tag"],
  ]);
  const ofSettings = ["ticket-tags", "canned-responses", "sla-policies"].map((path): [string, keyof DeskIds] => [
    `/api/v1/${path}?teamId=`,
    "team",
  ]);
  return [...ofTickets, ...ofSettings].map(([start, kind]) => ({
    what: `GET ${start}`,
    kind,
    refused: 200,
    request: (id) => ({ method: "GET", path: `${start}${id}`, call: {} }),
  }));
}
