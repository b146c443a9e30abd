import { sweepJobs } from "@tessera/core/jobs";
import { runtime } from "../lib/runtime.ts";
import { schedule } from "../lib/schedule.ts";

export const handler = schedule("expire-jobs", sweepJobs, () => runtime.systemContext("expire-jobs"));
