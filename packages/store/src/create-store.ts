import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { AccessStore, RateLimiter } from "@tessera/core/access";
import type { CallbackStore, DeliveryStore } from "@tessera/core/deliveries";
import type { JobStore } from "@tessera/core/jobs";
import type { ModelHealthStore } from "@tessera/core/models";
import type { Table } from "./calls.ts";
import { type CapacityMeter, noMeter } from "./capacity.ts";
import { type Cursors, createCursors } from "./cursor.ts";
import { createItemLoader } from "./reads.ts";
import { createAccessStore } from "./repos/access.ts";
import { createCallbackStore } from "./repos/callbacks.ts";
import { createDeliveryStore } from "./repos/deliveries.ts";
import { createJobStore } from "./repos/jobs.ts";
import { createModelHealthStore } from "./repos/model-health.ts";
import { createRateLimiter } from "./repos/rate-limiter.ts";

export interface StoreOptions {
  client: DynamoDBClient;
  tableName: string;
  /** Seals cursors: 32 bytes. */
  signingKey: Uint8Array;
  meter?: CapacityMeter;
}

/** The table, open: what the other parts of the store are made on, so that their reads travel together. */
export interface OpenTable {
  table: Table;
  cursors: Cursors;
}

export interface Store {
  open: OpenTable;
  jobs: JobStore;
  callbacks: CallbackStore;
  deliveries: DeliveryStore;
  access: AccessStore;
  limiter: RateLimiter;
  modelHealth: ModelHealthStore;
}

/** The storage ports that every function needs, on one table. */
export function createStore(options: StoreOptions): Store {
  const open = openTable(options);
  const { table, cursors } = open;
  return {
    open,
    jobs: createJobStore(table, cursors),
    callbacks: createCallbackStore(table),
    deliveries: createDeliveryStore(table),
    access: createAccessStore(table, cursors),
    limiter: createRateLimiter(table),
    modelHealth: createModelHealthStore(table),
  };
}

function openTable(options: StoreOptions): OpenTable {
  const bare = { client: options.client, name: options.tableName, meter: options.meter ?? noMeter };
  return { table: { ...bare, load: createItemLoader(bare) }, cursors: createCursors(options.signingKey) };
}
