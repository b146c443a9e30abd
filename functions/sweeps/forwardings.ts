import { sweepForwardings } from "@tessera/core/incidents";
import { incidentContext } from "../lib/incidents.ts";
import { schedule } from "../lib/schedule.ts";

export const handler = schedule("notifications", sweepForwardings, () => incidentContext("notifications"));
