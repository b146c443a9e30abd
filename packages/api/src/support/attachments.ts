import { createRoute } from "@hono/zod-openapi";
import { attachFile, attachmentLimit, getAttachment, listAttachments } from "@tessera/core/tickets";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { ticketRef } from "../http/references.ts";
import type { Surface } from "../http/surface.ts";
import {
  AttachmentRowWire,
  attachmentRowToWire,
  DownloadWire,
  downloadToWire,
  NewAttachmentWire,
  UploadWire,
  uploadToWire,
} from "./attachments-wire.ts";
import { rowId } from "./crud-handlers.ts";
import { errors } from "./errors.ts";
import type { DeskGuard } from "./guard.ts";
import { pageFields } from "./paging.ts";
import { ticketParams } from "./ticket-params.ts";
import { body } from "./ticket-routes.ts";

const tags = ["support attachments"];

const attachFileRoute = createRoute({
  method: "post",
  path: "/api/v1/tickets/{id}/attachments",
  operationId: "CreateSupportAttachment",
  tags,
  request: { params: ticketParams, ...body(NewAttachmentWire) },
  responses: {
    201: json(UploadWire, "Where to send the file; a message carries it by `attachmentIds`"),
    ...errors(400, 403, 404, 409, 413, 422),
  },
});

const listAttachmentsRoute = createRoute({
  method: "get",
  path: "/api/v1/tickets/{id}/attachments",
  operationId: "ListSupportAttachments",
  tags,
  request: { params: ticketParams },
  responses: {
    200: json(z.strictObject({ attachments: z.array(AttachmentRowWire), ...pageFields }), "All files, oldest first"),
    ...errors(403, 404),
  },
});

const getAttachmentRoute = createRoute({
  method: "get",
  path: "/api/v1/tickets/{id}/attachments/{attachmentId}",
  operationId: "GetSupportAttachment",
  tags,
  request: { params: ticketParams.extend({ attachmentId: z.string() }) },
  responses: { 200: json(DownloadWire, "The file, with a URL for some minutes"), ...errors(403, 404) },
});

/** Files of tickets (PX-47). */
export function serveAttachments({ app }: Surface, guard: DeskGuard): void {
  app.openapi(
    { ...attachFileRoute, middleware: guard({ permission: "issues.edit", contacts: true, body: "json" }) },
    async (c) => {
      const ticket = ticketRef(c.req.valid("param").id);
      const pending = await attachFile(c.get("context"), { ...c.req.valid("json"), ticket });
      return c.json(uploadToWire(pending), 201);
    },
  );

  app.openapi({ ...listAttachmentsRoute, middleware: guard({ permission: "issues.read" }) }, async (c) => {
    const all = await listAttachments(c.get("context"), { ticket: ticketRef(c.req.valid("param").id) });
    const page = { total: all.length, limit: attachmentLimit, offset: 0, nextCursor: null };
    return c.json({ attachments: all.map(attachmentRowToWire), ...page }, 200);
  });

  app.openapi(
    { ...getAttachmentRoute, middleware: guard({ permission: "issues.read", contacts: true }) },
    async (c) => {
      const { id, attachmentId } = c.req.valid("param");
      const attachment = { ticket: ticketRef(id), attachmentId: rowId(attachmentId) };
      return c.json(downloadToWire(await getAttachment(c.get("context"), attachment)), 200);
    },
  );
}
