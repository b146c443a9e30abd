import { type AuditDraft, type AuditEntry, appendEntry } from "@tessera/core/audit";
import type { CallbackDelivery } from "@tessera/core/deliveries";
import { AppError } from "@tessera/core/errors";
import type {
  AcceptOutcome,
  Attempt,
  Job,
  JobChange,
  JobStore,
  JobText,
  JobTransition,
  NewJob,
  Spending,
} from "@tessera/core/jobs";
import { isTerminal } from "@tessera/core/jobs";

interface Saved {
  job: Job;
  entries: AuditEntry[];
  texts: Partial<Record<JobText, string>>;
  attempts: Attempt[];
  callback: CallbackDelivery | null;
}

export interface MemoryJobs extends JobStore {
  /** What is saved now, for a look from outside. */
  saved(jobId: string): Saved;
  ids(): string[];
  /** In US dollars. */
  spent(tenantId: string, day: string): number;
}

/**
 * A job store in memory that keeps the promises of the port: a write is all or nothing, a write on a stale version is
 * refused, values are copies, and bookkeeping cannot move a job.
 */
export function createMemoryJobs(): MemoryJobs {
  const rows = new Map<string, Saved>();
  const markers = new Map<string, { jobId: string; requestHash: string }>();

  const spending = new Map<string, number>();

  const spentOn = (tenantId: string, day: string) => spending.get(`${tenantId}/${day}`) ?? 0;
  const spend = (spent: Spending | undefined) => {
    if (!spent) return;
    const { tenantId, day, usd } = spent;
    spending.set(`${tenantId}/${day}`, spentOn(tenantId, day) + usd);
  };
  const copy = (row: Saved | undefined) => row && structuredClone(row.job);
  const queued = () => [...rows.values()].filter((row) => row.job.status === "queued");
  const save = (
    { before, after, texts, attempts = [], spent }: JobChange,
    audit?: AuditDraft,
    callback?: CallbackDelivery,
  ): Job => {
    const row = rows.get(before.id);
    if (row?.job.version !== before.version) throw new AppError("stale_write", "The row has changed");
    if (after.version !== before.version + 1) throw new Error("a write must be the next version");
    const moved = after.status !== before.status || after.stage !== before.stage;
    if (moved && !audit) throw new Error("bookkeeping moved the job");
    const link = audit && appendEntry(row.job.audit, audit);
    const job = structuredClone({ ...after, audit: link?.head ?? row.job.audit });
    rows.set(job.id, {
      job,
      entries: link ? [...row.entries, structuredClone(link.entry)] : row.entries,
      texts: { ...row.texts, ...texts },
      attempts: withAttempts(row.attempts, attempts),
      callback: callback ? structuredClone(callback) : row.callback,
    });
    spend(spent);
    return structuredClone(job);
  };
  function byDueTime(wanted: (job: Job) => boolean): Job[] {
    const jobs = [...rows.values()].map((row) => row.job).filter(wanted);
    return jobs.sort((a, b) => ((a.dueAt ?? "") < (b.dueAt ?? "") ? -1 : 1));
  }

  return {
    find: async ({ clientId, jobId }) => {
      const row = rows.get(jobId);
      return row?.job.clientId === clientId ? copy(row) : undefined;
    },
    load: async (jobId) => copy(rows.get(jobId)),
    accept: async ({ job, idempotency, spec, audit, bounds, budget }: NewJob): Promise<AcceptOutcome> => {
      const markerId = `${job.clientId}/${idempotency.keyHash}`;
      const marker = markers.get(markerId);
      const known = marker && copy(rows.get(marker.jobId));
      if (marker && known) return { kind: "duplicate", job: known, requestHash: marker.requestHash };
      if (budget && spentOn(budget.tenantId, budget.day) >= budget.usd) return { kind: "budget_spent" };
      if (queued().filter((row) => row.job.clientId === job.clientId).length >= bounds.perClient) {
        return { kind: "queue_full", scope: "client" };
      }
      if (queued().length >= bounds.global) return { kind: "queue_full", scope: "global" };
      const link = appendEntry(job.audit, audit);
      const saved = structuredClone({ ...job, audit: link.head });
      rows.set(job.id, { job: saved, entries: [link.entry], texts: { spec }, attempts: [], callback: null });
      markers.set(markerId, { jobId: job.id, requestHash: idempotency.requestHash });
      return { kind: "created", job: structuredClone(saved) };
    },
    transition: async ({ audit, callback, ...change }: JobTransition) => save(change, audit, callback),
    progress: async (change) => save(change),
    recordAttempts: async (attempts, spent) => {
      const row = rows.get(attempts[0]?.jobId ?? "");
      const begun = (number: number) =>
        row?.attempts.some((saved) => saved.number === number && saved.outcome === "started");
      if (!row || !attempts.every(({ number }) => begun(number))) return;
      rows.set(row.job.id, { ...row, attempts: withAttempts(row.attempts, attempts) });
      spend(spent);
    },
    attempts: async (jobId) => structuredClone(rows.get(jobId)?.attempts ?? []),
    history: async (jobId, after) =>
      structuredClone((rows.get(jobId)?.entries ?? []).filter(({ sequence }) => sequence > after)),
    readText: async (jobId, name) => rows.get(jobId)?.texts[name],
    deleteTexts: async (jobId) => {
      const row = rows.get(jobId);
      if (row) rows.set(jobId, { ...row, texts: {} });
    },
    list: async ({ clientId }, { limit, cursor, status }) => {
      const jobs = [...rows.values()]
        .map((row) => structuredClone(row.job))
        .filter((job) => job.clientId === clientId && (status === undefined || job.status === status))
        .sort((a, b) => (a.id < b.id ? 1 : -1));
      const start = Number(cursor ?? 0);
      const items = jobs.slice(start, start + limit);
      return { items, ...(start + limit < jobs.length && { cursor: String(start + limit) }) };
    },
    due: async function* (now) {
      const due = byDueTime((job) => job.dueAt !== null && job.dueAt <= now.toISOString());
      yield* due.map(({ id, dueAt }) => ({ ref: id, dueAt: dueAt ?? "" }));
    },
    live: async function* () {
      yield* byDueTime((job) => !isTerminal(job.status)).map(({ id }) => id);
    },
    saved: (jobId) => {
      const row = rows.get(jobId);
      if (!row) throw new Error(`no job ${jobId}`);
      return structuredClone(row);
    },
    ids: () => [...rows.keys()],
    spent: spentOn,
  };
}

function withAttempts(before: readonly Attempt[], changed: readonly Attempt[]): Attempt[] {
  const byNumber = new Map([...before, ...changed].map((attempt) => [attempt.number, structuredClone(attempt)]));
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

/** The worker's process is gone: nothing that it still tries has any effect. */
export class KilledError extends Error {
  override readonly name = "KilledError";
}

/** A death for one worker: at its n-th write, before the store has it, or after, so that no answer arrives. */
export interface Death {
  atWrite: number;
  when: "before" | "after";
}

/** Ports that die together at one write, and do nothing from then on. */
export function mortal<Ports extends { jobs: JobStore }>(ports: Ports, death: Death): Ports {
  let writes = 0;
  let dead = false;
  const guarded =
    (call: (...values: never[]) => Promise<unknown>, writing: boolean) =>
    async (...values: never[]): Promise<unknown> => {
      if (writing) writes += 1;
      const dying = writing && writes === death.atWrite;
      if (dead || (dying && death.when === "before")) {
        dead = true;
        throw new KilledError("killed");
      }
      const answer = await call(...values);
      if (!dying) return answer;
      dead = true;
      throw new KilledError("killed");
    };
  const writing = new Set(["accept", "transition", "progress", "recordAttempts", "deleteTexts"]);
  const guardAll = <Port extends object>(port: Port, names: readonly string[]): Port => {
    const calls = Object.entries(port).filter(([name]) => names.includes(name));
    // The same names with the same parameters and answers: only when they answer has changed.
    return { ...port, ...Object.fromEntries(calls.map(([name, call]) => [name, guarded(call, writing.has(name))])) };
  };
  const others = Object.entries(ports).filter(([name]) => ["queue", "workflow", "callbackQueue"].includes(name));
  return {
    ...ports,
    ...Object.fromEntries(others.map(([name, port]) => [name, guardAll(port, ["send", "start", "stop"])])),
    jobs: guardAll(ports.jobs, ["find", "load", "readText", "attempts", "list", ...writing]),
  };
}
