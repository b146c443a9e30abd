import { StageInput, validateOutput } from "@tessera/core/jobs";
import { stage } from "../lib/stage.ts";
import { stageContext } from "../lib/stages.ts";

export const handler = stage(StageInput, validateOutput, () => stageContext("workflow"));
