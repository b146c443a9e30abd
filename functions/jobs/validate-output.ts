import { StageInput, validateOutput } from "@tessera/core/jobs";
import { runtime } from "../lib/runtime.ts";
import { stage } from "../lib/stage.ts";

export const handler = stage(StageInput, validateOutput, () => runtime.systemContext("workflow"));
