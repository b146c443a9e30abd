import { sweepIncidents } from "@tessera/core/incidents";
import { incidentContext } from "../lib/incidents.ts";
import { schedule } from "../lib/schedule.ts";

export const handler = schedule("incidents", sweepIncidents, () => incidentContext("incidents"));
