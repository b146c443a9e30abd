import { preparePrompt, StageInput } from "@tessera/core/jobs";
import { stage } from "../lib/stage.ts";
import { writingContext } from "../lib/writing.ts";

export const handler = stage(StageInput, preparePrompt, () => writingContext("workflow"));
