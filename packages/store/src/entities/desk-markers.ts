import { createHash } from "node:crypto";
import * as z from "zod";
import { defineEntity, type Key } from "../entity.ts";

/** An event that was acted upon under this name: nobody does it twice (PX-66) -> TicketStore.commit. */
export function runKey({ eventId, name }: { eventId: string; name: string }): Key {
  return { pk: `RUN#${eventId}`, sk: name };
}

export const runEntity = defineEntity({
  name: "run",
  schema: z.object({ eventId: z.string(), name: z.string(), purgeAt: z.string() }),
  keys: (run) => ({ ...runKey(run), purgeAt: run.purgeAt }),
});

/** The ticket that a mail has made or answered (PX-65): ids of mails are anybody's text, so by hash. */
export function mailKey(tenantId: string, mailId: string): Key {
  return { pk: `MAIL#${tenantId}#${createHash("sha256").update(mailId).digest("hex")}`, sk: "MAIL" };
}

export const mailEntity = defineEntity({
  name: "mail",
  schema: z.object({ tenantId: z.string(), id: z.string(), ticketId: z.string() }),
  keys: (mail) => mailKey(mail.tenantId, mail.id),
});
