import type { BaseContext } from "./context.ts";

/** A row that a sweep must look at, and since when. */
export interface Due<Ref> {
  ref: Ref;
  dueAt: string;
}

export interface SweepSummary {
  checked: number;
  changed: number;
  /** Since when the oldest row that was found is due: sweeps that keep up find none older than their interval. */
  lagSeconds: number;
}

/** A function has 50 seconds: after this long no row is begun, and what is under way can still end. */
const budgetMs = 40_000;

interface Sweep<Ref> {
  /** Oldest first. */
  due(now: Date): AsyncIterable<Due<Ref>>;
  /** How many rows at a time. */
  parallel: number;
  /** Reads its row anew and decides by that, as the index may lag (B10). Answers whether it has changed anything. */
  sweepOne(ref: Ref): Promise<boolean>;
}

/**
 * Hands on what is due, some rows at a time (X-41, B8). It costs what is due, not what exists; whatever it leaves, also
 * when it is killed in the middle, is still due in the next run.
 */
export async function sweepDue<Ref>(
  context: Pick<BaseContext, "now" | "log">,
  { due, parallel, sweepOne }: Sweep<Ref>,
): Promise<SweepSummary> {
  const summary: SweepSummary = { checked: 0, changed: 0, lagSeconds: 0 };
  const startedAt = context.now();
  const rows = due(startedAt)[Symbol.asyncIterator]();

  const worker = async () => {
    while (context.now().getTime() - startedAt.getTime() < budgetMs) {
      const next = await rows.next();
      if (next.done) return;
      const { ref, dueAt } = next.value;
      summary.checked += 1;
      summary.lagSeconds = Math.max(summary.lagSeconds, secondsBetween(dueAt, startedAt));
      if (await unlessBroken(context, ref, sweepOne)) summary.changed += 1;
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  await rows.return?.();
  return summary;
}

/** One row that cannot be handled must not keep the others from their turn: it stays due, and the log names it. */
async function unlessBroken<Ref>(
  context: Pick<BaseContext, "log">,
  ref: Ref,
  sweepOne: (ref: Ref) => Promise<boolean>,
): Promise<boolean> {
  try {
    return await sweepOne(ref);
  } catch (cause) {
    context.log.error("a due row could not be swept", { ref, cause: String(cause) });
    return false;
  }
}

function secondsBetween(from: string, to: Date): number {
  return Math.floor((to.getTime() - Date.parse(from)) / 1_000);
}
