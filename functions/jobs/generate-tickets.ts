import { generateTickets, StageInput } from "@tessera/core/jobs";
import { stage } from "../lib/stage.ts";
import { writingContext } from "../lib/writing.ts";

export const handler = stage(StageInput, generateTickets, () => writingContext("workflow"));
