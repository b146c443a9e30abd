import { Notice } from "@tessera/core/tickets";
import { defineEntity, type Key } from "../entity.ts";

interface OfUser {
  tenantId: string;
  userId: string;
}

/** A user's inbox, newest first -> NoticeStore.page. */
export function inboxOf({ tenantId, userId }: OfUser) {
  return { pk: `INBOX#${tenantId}#${userId}` };
}

/** One alert -> NoticeStore.find. */
export function noticeKey(user: OfUser, noticeId: string): Key {
  return { ...inboxOf(user), sk: noticeId };
}

export const noticeEntity = defineEntity({
  name: "notice",
  schema: Notice,
  keys: (notice) => noticeKey(notice, notice.id),
});
