import { sweepDeliveries } from "@tessera/core/deliveries";
import { deliveryContext } from "../lib/delivery.ts";
import { schedule } from "../lib/schedule.ts";

export const handler = schedule("callbacks", sweepDeliveries, () => deliveryContext("callbacks"));
