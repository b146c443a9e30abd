import { failJob } from "@tessera/core/jobs";
import * as z from "zod";
import { runtime } from "../lib/runtime.ts";
import { stage } from "../lib/stage.ts";

/** What Step Functions tells EventBridge of an execution that did not succeed. An execution is named by its job. */
const ExecutionEnded = z
  .object({
    detail: z.object({
      name: z.string().min(1),
      status: z.enum(["FAILED", "TIMED_OUT", "ABORTED"]),
      startDate: z.number(),
      error: z.string().nullish(),
      cause: z.string().nullish(),
    }),
  })
  .transform(({ detail }) => ({
    jobId: detail.name,
    executionId: new Date(detail.startDate).toISOString(),
    failure: {
      Error: detail.error ?? (detail.status === "TIMED_OUT" ? "States.Timeout" : detail.status),
      Cause: detail.cause ?? "",
    },
  }));

/** Ends the job of an execution that was stopped or timed out before its own states could; a job that has ended stays. */
export const handler = stage(ExecutionEnded, failJob, () => runtime.systemContext("workflow"));
