import type { ConsumedCapacity } from "@aws-sdk/client-dynamodb";

/** What the table charged. A request is one call; a call that several callers share counts for each in part. */
export interface Consumed {
  requests: number;
  readUnits: number;
  writeUnits: number;
}

/** Where each call reports what the table charged for it. */
export interface CapacityMeter {
  add(sample: Consumed): void;
}

export const noMeter: CapacityMeter = { add: () => {} };

/** A meter that sums up what passes it. */
export function createSum(): CapacityMeter & { total: Consumed } {
  const total: Consumed = { requests: 0, readUnits: 0, writeUnits: 0 };
  return {
    total,
    add(sample) {
      total.requests += sample.requests;
      total.readUnits += sample.readUnits;
      total.writeUnits += sample.writeUnits;
    },
  };
}

/** Adds one call's answer; `kind` tells what its units were spent on. */
export function meterCall(
  meter: CapacityMeter,
  kind: "read" | "write",
  consumed: ConsumedCapacity | ConsumedCapacity[] | undefined,
): void {
  const units = [consumed ?? []].flat().reduce((sum, { CapacityUnits }) => sum + (CapacityUnits ?? 0), 0);
  meter.add({ requests: 1, readUnits: kind === "read" ? units : 0, writeUnits: kind === "write" ? units : 0 });
}
