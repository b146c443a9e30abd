import { completeJob, FailureInput, failJob, StageInput } from "@tessera/core/jobs";
import { runtime } from "../lib/runtime.ts";
import { stage } from "../lib/stage.ts";

const contextOf = () => runtime.systemContext("workflow");

export const complete = stage(StageInput, completeJob, contextOf);
export const fail = stage(FailureInput, failJob, contextOf);
