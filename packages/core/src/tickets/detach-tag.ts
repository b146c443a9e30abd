import { actForTenant, type TenantId } from "../access/index.ts";
import type { AuditDraft } from "../audit/index.ts";
import { type SweepSummary, sweepDue } from "../sweep.ts";
import type { DeskContext } from "./ports.ts";
import { type Doer, retryChange, saveChange } from "./save-change.ts";
import type { Tag } from "./tag.ts";
import { withoutTag } from "./tag-changes.ts";
import type { TagRemoval } from "./tag-removal.ts";

/** So many tickets lose their tag before the request is answered; a sweep does the rest. */
export const inRequestLimit = 200;

/** No request lasts longer: behind it, nobody puts the tag on a ticket any more. */
const graceMs = 60_000;

/** Each waits for its own ticket alone. */
const parallelTickets = 10;

export function removalOf({ tenantId, id, name }: Tag, { actor, at }: AuditDraft): TagRemoval {
  return { tenantId, tagId: id, name, actor, dueAt: new Date(Date.parse(at) + graceMs).toISOString() };
}

/**
 * Takes a removed tag off its tickets, each with its record (PX-60). A ticket that fails is logged and left to the next
 * sweep, and keeps no other from its turn.
 */
export async function detachTag(
  context: DeskContext,
  tenantId: TenantId,
  removal: TagRemoval,
  limit = Number.POSITIVE_INFINITY,
): Promise<{ detached: number; failed: number }> {
  const result = { detached: 0, free: 0, failed: 0 };
  const carriers = context.tickets.withTag(tenantId, removal.tagId)[Symbol.asyncIterator]();
  let taken = 0;
  const worker = async () => {
    while (taken < limit) {
      taken += 1;
      const next = await carriers.next();
      if (next.done) return;
      result[await detachFrom(context, tenantId, removal, next.value)] += 1;
    }
  };
  await Promise.all(Array.from({ length: parallelTickets }, worker));
  return result;
}

/** What is left of the tags that were deleted; safe to run twice at once. Checked are tags, changed are tickets. */
export async function sweepTagRemovals(context: DeskContext): Promise<SweepSummary> {
  let changed = 0;
  const summary = await sweepDue(context, {
    due: (now) => dueRemovals(context, now),
    parallel: 1,
    sweepOne: async (removal) => {
      const { detached, failed } = await detachTag(context, actForTenant(context, removal.tenantId), removal);
      if (failed === 0) await context.tags.endRemoval(removal);
      changed += detached;
      return detached > 0;
    },
  });
  return { ...summary, changed };
}

async function* dueRemovals(context: DeskContext, now: Date) {
  for await (const removal of context.tags.removals(now)) yield { ref: removal, dueAt: removal.dueAt };
}

async function detachFrom(
  context: DeskContext,
  tenantId: TenantId,
  removal: TagRemoval,
  ticketId: string,
): Promise<"detached" | "free" | "failed"> {
  // Whoever deleted the tag has done this too, however late it is.
  const doer: Doer = { actor: removal.actor, userId: null, depth: 0 };
  try {
    return await retryChange(context, async () => {
      const ticket = await context.tickets.find(tenantId, { id: ticketId });
      // Another sweep was faster.
      if (!ticket?.tagIds.includes(removal.tagId)) return "free";
      const change = withoutTag(context, ticket, { id: removal.tagId, name: removal.name });
      await saveChange(context, ticket, change, doer);
      return "detached";
    });
  } catch (cause) {
    const { tagId } = removal;
    context.log.error("tag could not be taken off a ticket", { tenantId, tagId, ticketId, cause: String(cause) });
    return "failed";
  }
}
