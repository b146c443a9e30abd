import { sweepAutoClose } from "@tessera/core/tickets";
import { deskContext } from "../lib/desk.ts";
import { schedule } from "../lib/schedule.ts";

export const handler = schedule("auto-close", sweepAutoClose, () => deskContext("auto-close"));
