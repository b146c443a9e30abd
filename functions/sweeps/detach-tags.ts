import { sweepTagRemovals } from "@tessera/core/tickets";
import { deskContext } from "../lib/desk.ts";
import { schedule } from "../lib/schedule.ts";

export const handler = schedule("detach-tags", sweepTagRemovals, () => deskContext("detach-tags"));
