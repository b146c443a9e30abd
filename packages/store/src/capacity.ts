import type { ConsumedCapacity } from "@aws-sdk/client-dynamodb";

/** Where each call reports what the table charged for it. */
export interface CapacityMeter {
  add(sample: { requests: number; readUnits: number; writeUnits: number }): void;
}

export const noMeter: CapacityMeter = { add: () => {} };

/** Adds one call's answer; `kind` tells what its units were spent on. */
export function meterCall(
  meter: CapacityMeter,
  kind: "read" | "write",
  consumed: ConsumedCapacity | ConsumedCapacity[] | undefined,
): void {
  const units = [consumed ?? []].flat().reduce((sum, { CapacityUnits }) => sum + (CapacityUnits ?? 0), 0);
  meter.add({ requests: 1, readUnits: kind === "read" ? units : 0, writeUnits: kind === "write" ? units : 0 });
}
