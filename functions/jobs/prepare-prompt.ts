import { preparePrompt, StageInput } from "@tessera/core/jobs";
import { runtime } from "../lib/runtime.ts";
import { stage } from "../lib/stage.ts";

export const handler = stage(StageInput, preparePrompt, () => runtime.systemContext("workflow"));
