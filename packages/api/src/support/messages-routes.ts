import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { errors } from "./errors.ts";
import { MessageEditWire, MessagePatchWire, MessageWire, NewMessageWire } from "./message-wire.ts";
import { deskPage, pageFields } from "./paging.ts";
import { ticketParams } from "./ticket-params.ts";
import { body } from "./ticket-routes.ts";

const tags = ["support messages"];
const messageParams = ticketParams.extend({ msgId: z.string() });

export const postMessageRoute = createRoute({
  method: "post",
  path: "/api/v1/tickets/{id}/messages",
  operationId: "PostSupportMessage",
  tags,
  request: { params: ticketParams, ...body(NewMessageWire) },
  responses: {
    201: json(MessageWire, "The new message; `Location` names the ticket that it has opened, if any (PX-21)"),
    ...errors(400, 403, 404, 409, 413, 422),
  },
});

export const listMessagesRoute = createRoute({
  method: "get",
  path: "/api/v1/tickets/{id}/messages",
  operationId: "ListSupportMessages",
  tags,
  request: { params: ticketParams, query: z.strictObject({ render: z.literal("html").optional(), ...deskPage }) },
  responses: {
    200: json(z.strictObject({ messages: z.array(MessageWire), ...pageFields }), "One page, oldest first"),
    ...errors(400, 403, 404),
  },
});

export const editMessageRoute = createRoute({
  method: "patch",
  path: "/api/v1/tickets/{id}/messages/{msgId}",
  operationId: "EditSupportMessage",
  tags,
  request: { params: messageParams, ...body(MessagePatchWire) },
  responses: { 200: json(MessageWire, "The message as it is now"), ...errors(400, 403, 404, 409, 413) },
});

export const deleteMessageRoute = createRoute({
  method: "delete",
  path: "/api/v1/tickets/{id}/messages/{msgId}",
  operationId: "DeleteSupportMessage",
  tags,
  request: { params: messageParams },
  responses: { 204: { description: "The message is in no thread any more" }, ...errors(403, 404) },
});

export const listMessageEditsRoute = createRoute({
  method: "get",
  path: "/api/v1/tickets/{id}/messages/{msgId}/edits",
  operationId: "ListSupportMessageEdits",
  tags,
  request: { params: messageParams },
  responses: {
    200: json(
      z.strictObject({ edits: z.array(MessageEditWire), ...pageFields }),
      "What the message said before, oldest first",
    ),
    ...errors(403, 404),
  },
});
