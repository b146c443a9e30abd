import type { Job, JobStore } from "@tessera/core/jobs";
import type { Table } from "../calls.ts";
import type { Cursors } from "../cursor.ts";
import { dueEntries, dueRefs } from "../due.ts";
import { endedJobs, jobEntity, jobIdOf, jobKey, liveJobs } from "../entities/job.ts";
import { getItem } from "../reads.ts";
import { deleteTexts, readText } from "../texts.ts";
import { acceptJob } from "./accept-job.ts";
import { readAttempts, readHistory } from "./job-past.ts";
import { listJobs } from "./list-jobs.ts";
import { recordAttempts, saveProgress, saveTransition } from "./save-job.ts";

export function createJobStore(table: Table, cursors: Cursors): JobStore {
  const load = async (jobId: string): Promise<Job | undefined> => {
    const item = await getItem(table, jobKey(jobId));
    return item && jobEntity.fromItem(item);
  };

  return {
    load,
    find: async ({ clientId, jobId }) => {
      const job = await load(jobId);
      return job?.clientId === clientId ? job : undefined;
    },
    accept: (input) => acceptJob(table, input),
    transition: (change) => saveTransition(table, change),
    progress: (change) => saveProgress(table, change),
    recordAttempts: (attempts, spent) => recordAttempts(table, attempts, spent),
    attempts: (jobId) => readAttempts(table, jobId),
    history: (jobId, after) => readHistory(table, jobId, after),
    readText: (jobId, name) => readText(table, jobId, name),
    deleteTexts: (jobId) => deleteTexts(table, jobId),
    list: (owner, query) => listJobs(table, cursors, owner, query),
    due: (now) => dueRefs(table, [...liveJobs, ...endedJobs], now, jobIdOf),
    live: () => liveJobIds(table),
  };
}

async function* liveJobIds(table: Table): AsyncGenerator<string, void, undefined> {
  for await (const entry of dueEntries(table, liveJobs)) yield jobIdOf(entry);
}
