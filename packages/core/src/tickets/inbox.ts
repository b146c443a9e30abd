import { authorizeMember, type Page, type PageRequest, type TenantId } from "../access/index.ts";
import { AppError } from "../errors.ts";
import { onceAfter } from "../idempotency.ts";
import { retryStale } from "../retry-stale.ts";
import type { Notice } from "./notice.ts";
import type { DeskContext } from "./ports.ts";

interface InboxOwner {
  tenantId: TenantId;
  userId: string;
}

/** PX-67: the caller's own alerts, newest first. A key without a user has an inbox that is always empty. */
export async function listInbox(
  context: DeskContext,
  input: PageRequest & { unreadOnly: boolean },
): Promise<Page<Notice>> {
  const owner = inboxOwner(context);

  return owner ? context.notices.page(owner, input) : { items: [] };
}

/** What is read stays so, with the moment at which it was read first. Throws `not_found` for another user's alert. */
export async function markRead(context: DeskContext, input: { noticeId: string }): Promise<Notice> {
  const owner = inboxOwner(context);

  return retryStale(async () => {
    const notice = owner && (await context.notices.find(owner, input.noticeId));
    if (!notice) throw new AppError("not_found", "Notification not found");
    if (notice.readAt !== null) return notice;
    const read: Notice = { ...notice, readAt: context.now().toISOString(), version: notice.version + 1 };
    await context.notices.save(read);
    return read;
  });
}

/** So many at once take well under a second. */
const readAllLimit = 200;

/** Marks the newest unread ones; whoever has more asks again, until the answer is 0. */
export async function markAllRead(context: DeskContext): Promise<number> {
  const owner = inboxOwner(context);
  if (!owner) return 0;

  return onceAfter(context, {
    make: async () => {
      const { items } = await context.notices.page(owner, { limit: readAllLimit, unreadOnly: true });
      await Promise.all(items.map(({ id }) => markRead(context, { noticeId: id })));
      return items.length;
    },
    result: String,
    find: async (count) => Number(count),
  });
}

function inboxOwner(context: DeskContext): InboxOwner | null {
  const { tenantId, userId } = authorizeMember(context, "issues.read");
  return userId === null ? null : { tenantId, userId };
}
