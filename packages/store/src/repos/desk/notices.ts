import type { NoticeStore } from "@tessera/core/tickets";
import type { Table } from "../../calls.ts";
import type { Cursors } from "../../cursor.ts";
import { inboxOf, noticeEntity, noticeKey } from "../../entities/notice.ts";
import { getItem } from "../../reads.ts";
import { writeAllOrStale } from "../../transaction.ts";
import { putOver } from "../../writes.ts";
import { readRange } from "../read-range.ts";

export function createNoticeStore(table: Table, cursors: Cursors): NoticeStore {
  return {
    page: (user, request) =>
      readRange(table, cursors, request, {
        range: { ...inboxOf(user), newestFirst: true },
        list: request.unreadOnly ? "unread" : "inbox",
        read: (item) => {
          const notice = noticeEntity.fromItem(item);
          return request.unreadOnly && notice.readAt !== null ? undefined : notice;
        },
      }),
    find: async (user, noticeId) => {
      const item = await getItem(table, noticeKey(user, noticeId));
      return item && noticeEntity.fromItem(item);
    },
    save: (notice) => writeAllOrStale(table, [putOver(noticeEntity.toItem(notice), notice.version - 1)]),
  };
}
