import { createRoute } from "@hono/zod-openapi";
import { AppError } from "@tessera/core/errors";
import { listInbox, markAllRead, markRead, type Notice, noticeTypes } from "@tessera/core/tickets";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import type { Surface } from "../http/surface.ts";
import { errors } from "./errors.ts";
import type { DeskGuard } from "./guard.ts";
import { deskPage, pageFields, pageToWire } from "./paging.ts";

const tags = ["support inbox"];

const NoticeWire = z
  .strictObject({
    id: z.string(),
    type: z.enum(noticeTypes),
    ticketId: z.string(),
    ticketNumber: z.int(),
    readAt: z.union([z.iso.datetime(), z.null()]),
    createdAt: z.iso.datetime(),
  })
  .openapi("SupportNotification");

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/inbox",
  operationId: "ListSupportInbox",
  description: "The caller's own notifications, newest first. A key without a user has none.",
  tags,
  request: { query: z.strictObject({ ...deskPage, unread: z.enum(["true", "false"]).optional() }) },
  responses: {
    200: json(z.strictObject({ notifications: z.array(NoticeWire), ...pageFields }), "One page of notifications"),
    ...errors(400, 403),
  },
});

const readRoute = createRoute({
  method: "post",
  path: "/api/v1/inbox/{id}/read",
  operationId: "ReadSupportNotification",
  tags,
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: json(NoticeWire, "The notification; a repeat changes nothing"), ...errors(400, 403, 404, 422) },
});

const readAllRoute = createRoute({
  method: "post",
  path: "/api/v1/inbox/read-all",
  operationId: "ReadSupportInbox",
  description: "Marks the newest unread notifications. Whoever has more than one call marks repeats it, until it is 0.",
  tags,
  responses: {
    200: json(z.strictObject({ read: z.int() }), "How many are read now that were not"),
    ...errors(400, 403, 422),
  },
});

/** PX-67, D-13. */
export function serveInbox({ app }: Surface, guard: DeskGuard): void {
  const middleware = guard({ permission: "issues.read" });

  app.openapi({ ...listRoute, middleware }, async (c) => {
    const { limit, cursor, unread } = c.req.valid("query");
    const page = await listInbox(c.get("context"), { limit, cursor, unreadOnly: unread === "true" });
    return c.json({ notifications: page.items.map(noticeToWire), ...pageToWire(page, { limit, cursor }) }, 200);
  });

  app.openapi({ ...readRoute, middleware }, async (c) => {
    const notice = await markRead(c.get("context"), { noticeId: noticeId(c.req.valid("param").id) });
    return c.json(noticeToWire(notice), 200);
  });

  app.openapi({ ...readAllRoute, middleware }, async (c) => {
    return c.json({ read: await markAllRead(c.get("context")) }, 200);
  });
}

const ulid = /^[0-9A-HJKMNP-TV-Z]{26}$/i;

/** What is no id of ours is a notification that nobody has (K7). */
function noticeId(id: string): string {
  if (!ulid.test(id)) throw new AppError("not_found", "Notification not found");
  return id.toUpperCase();
}

function noticeToWire({ id, type, ticketId, ticketNumber, readAt, createdAt }: Notice): z.infer<typeof NoticeWire> {
  return { id, type, ticketId, ticketNumber, readAt, createdAt };
}
