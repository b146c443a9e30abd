import { completeJob, FailureInput, failJob, StageInput } from "@tessera/core/jobs";
import { stage } from "../lib/stage.ts";
import { stageContext } from "../lib/stages.ts";

const contextOf = () => stageContext("workflow");

export const complete = stage(StageInput, completeJob, contextOf);
export const fail = stage(FailureInput, failJob, contextOf);
