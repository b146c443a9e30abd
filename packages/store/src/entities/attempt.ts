import { Attempt } from "@tessera/core/jobs";
import { defineEntity } from "../entity.ts";
import { jobKey } from "./job.ts";
import { lastOfPrefix } from "./sort-key.ts";

const prefix = "ATTEMPT#";

/** All attempts of a job, oldest first -> JobStore.attempts. */
export function attemptsOfJob(jobId: string) {
  return { pk: jobKey(jobId).pk, from: prefix, to: lastOfPrefix(prefix) };
}

export const attemptEntity = defineEntity({
  name: "attempt",
  schema: Attempt,
  keys: (attempt) => ({
    pk: jobKey(attempt.jobId).pk,
    sk: `${prefix}${String(attempt.number).padStart(3, "0")}`,
    purgeAt: attempt.purgeAt,
  }),
});
