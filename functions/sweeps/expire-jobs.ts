import { sweepJobs } from "@tessera/core/jobs";
import { schedule } from "../lib/schedule.ts";
import { stageContext } from "../lib/stages.ts";

export const handler = schedule("expire-jobs", sweepJobs, () => stageContext("expire-jobs"));
