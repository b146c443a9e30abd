import { sweepSla } from "@tessera/core/tickets";
import { deskContext } from "../lib/desk.ts";
import { schedule } from "../lib/schedule.ts";

export const handler = schedule("sla-breaches", sweepSla, () => deskContext("sla-breaches"));
