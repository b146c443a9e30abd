import { sweepCallbacks } from "@tessera/core/jobs";
import { deliveryContext } from "../lib/delivery.ts";
import { schedule } from "../lib/schedule.ts";

export const handler = schedule("callbacks", sweepCallbacks, () => deliveryContext("callbacks"));
