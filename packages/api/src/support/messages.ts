import {
  deleteMessage,
  editLimit,
  editMessage,
  listMessageEdits,
  listMessages,
  postMessage,
} from "@tessera/core/tickets";
import { ticketRef } from "../http/references.ts";
import type { Surface } from "../http/surface.ts";
import { rowId } from "./crud-handlers.ts";
import type { DeskGuard } from "./guard.ts";
import { markdownRenderer } from "./lazy-parts.ts";
import { editToWire, messageToWire } from "./message-wire.ts";
import {
  deleteMessageRoute,
  editMessageRoute,
  listMessageEditsRoute,
  listMessagesRoute,
  postMessageRoute,
} from "./messages-routes.ts";
import { pageToWire } from "./paging.ts";

import { isContact } from "./tickets.ts";

/** A ticket's thread (PX-40..PX-46). */
export function serveMessages({ app }: Surface, guard: DeskGuard): void {
  const mayRead = guard({ permission: "issues.read" });
  const mayEdit = guard({ permission: "issues.edit", body: "json" });

  app.openapi(
    { ...postMessageRoute, middleware: guard({ permission: "issues.edit", contacts: true, body: "json" }) },
    async (c) => {
      const context = c.get("context");
      const ticket = ticketRef(c.req.valid("param").id);
      const posted = await postMessage(context, { ...c.req.valid("json"), ticket });
      if (posted.isFollowUp) c.header("Location", `/api/v1/tickets/${posted.message.ticketId}`);
      return c.json(messageToWire(posted, { forContact: isContact(context) }), 201);
    },
  );

  app.openapi({ ...listMessagesRoute, middleware: guard({ permission: "issues.read", contacts: true }) }, async (c) => {
    const context = c.get("context");
    const { limit, cursor, render } = c.req.valid("query");
    const page = await listMessages(context, { ticket: ticketRef(c.req.valid("param").id), limit, cursor });
    const renderHtml = render === "html" ? await markdownRenderer() : undefined;
    const form = { forContact: isContact(context), renderHtml };
    const messages = page.items.map((view) => messageToWire(view, form));
    return c.json({ messages, ...pageToWire(page, { limit }) }, 200);
  });

  app.openapi({ ...editMessageRoute, middleware: mayEdit }, async (c) => {
    const edited = await editMessage(c.get("context"), { ...placeOf(c.req.valid("param")), ...c.req.valid("json") });
    return c.json(messageToWire(edited, { forContact: false }), 200);
  });

  app.openapi({ ...deleteMessageRoute, middleware: guard({ permission: "issues.edit" }) }, async (c) => {
    await deleteMessage(c.get("context"), placeOf(c.req.valid("param")));
    return c.body(null, 204);
  });

  app.openapi({ ...listMessageEditsRoute, middleware: mayRead }, async (c) => {
    const edits = await listMessageEdits(c.get("context"), placeOf(c.req.valid("param")));
    const page = { total: edits.length, limit: editLimit, offset: 0, nextCursor: null };
    return c.json({ edits: edits.map(editToWire), ...page }, 200);
  });
}

function placeOf({ id, msgId }: { id: string; msgId: string }) {
  return { ticket: ticketRef(id), messageId: rowId(msgId) };
}
