import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { body, security } from "./contract.ts";
import { errors } from "./errors.ts";
import { IncidentListQuery } from "./incident-query.ts";
import { IncidentRowWire, IncidentWire } from "./incident-wire.ts";
import { BatchResultWire, BatchWire, escalateBody, ForwardWire, moved, NoteWire, noted, queued } from "./move-wire.ts";

const tags = ["incidents"];
const params = z.object({ id: z.string() });

export const listIncidentsRoute = createRoute({
  method: "get",
  path: "/api/incidents",
  operationId: "ListIncidents",
  tags,
  security,
  request: { query: IncidentListQuery },
  responses: {
    200: {
      ...json(z.array(IncidentRowWire), "Newest first"),
      headers: z.object({
        "X-Total-Count": z.string().optional().openapi({ description: "Where it costs no more than the page." }),
        "X-Next-Cursor": z.string().optional().openapi({ description: "Absent on the last page." }),
      }),
    },
    ...errors(400),
  },
});

export const getIncidentRoute = createRoute({
  method: "get",
  path: "/api/incidents/{id}",
  operationId: "GetIncident",
  tags,
  security,
  request: { params },
  responses: { 200: json(IncidentWire, "The incident and its story"), ...errors(404) },
});

export const acknowledgeRoute = createRoute({
  method: "post",
  path: "/api/incidents/{id}/acknowledge",
  operationId: "AcknowledgeIncident",
  tags,
  security,
  request: { params },
  responses: { 200: json(moved.acknowledge, "When it was first acknowledged"), ...errors(404, 409) },
});

export const resolveRoute = createRoute({
  method: "post",
  path: "/api/incidents/{id}/resolve",
  operationId: "ResolveIncident",
  tags,
  security,
  request: { params },
  responses: { 200: json(moved.resolve, "When it was resolved"), ...errors(404, 409) },
});

export const reopenRoute = createRoute({
  method: "post",
  path: "/api/incidents/{id}/reopen",
  operationId: "ReopenIncident",
  tags,
  security,
  request: { params },
  responses: { 200: json(moved.reopen, "When it was reopened"), ...errors(404, 409) },
});

export const escalateRoute = createRoute({
  method: "post",
  path: "/api/incidents/{id}/escalate",
  operationId: "EscalateIncident",
  tags,
  security,
  request: { params, ...escalateBody },
  responses: { 200: json(moved.escalate, "Which platforms took it"), ...errors(400, 404, 409, 413) },
});

export const batchRoute = createRoute({
  method: "post",
  path: "/api/v1/incidents/batch",
  operationId: "MoveIncidents",
  tags,
  security,
  request: body(BatchWire),
  responses: { 200: json(BatchResultWire, "What was moved, and what was not"), ...errors(400, 413) },
});

export const addNoteRoute = createRoute({
  method: "post",
  path: "/api/v1/incidents/{id}/notes",
  operationId: "AddIncidentNote",
  tags,
  security,
  request: { params, ...body(NoteWire) },
  responses: { 201: json(noted, "The note"), ...errors(400, 404, 409, 413) },
});

export const forwardRoute = createRoute({
  method: "post",
  path: "/api/v1/incidents/{id}/forward",
  operationId: "ForwardIncident",
  tags,
  security,
  request: { params, ...body(ForwardWire) },
  responses: { 202: json(queued, "The platform will be told"), ...errors(400, 404, 409, 413) },
});
