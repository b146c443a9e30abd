import { sweepCallbacks } from "@tessera/core/jobs";
import { runtime } from "../lib/runtime.ts";
import { schedule } from "../lib/schedule.ts";

export const handler = schedule("callbacks", sweepCallbacks, () => runtime.systemContext("callbacks"));
