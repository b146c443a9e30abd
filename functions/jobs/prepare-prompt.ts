import { preparePrompt, StageInput } from "@tessera/core/jobs";
import { stage } from "../lib/stage.ts";
import { stageContext } from "../lib/stages.ts";

export const handler = stage(StageInput, preparePrompt, () => stageContext("workflow"));
