import { generateTickets, StageInput } from "@tessera/core/jobs";
import { runtime } from "../lib/runtime.ts";
import { stage } from "../lib/stage.ts";

export const handler = stage(StageInput, generateTickets, () => runtime.systemContext("workflow"));
