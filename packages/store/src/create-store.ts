import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { AccessStore, RateLimiter } from "@tessera/core/access";
import type { CallbackStore } from "@tessera/core/callbacks";
import type { JobStore } from "@tessera/core/jobs";
import type { ModelHealthStore } from "@tessera/core/models";
import type { Table } from "./calls.ts";
import { type CapacityMeter, noMeter } from "./capacity.ts";
import { createCursors } from "./cursor.ts";
import { createItemLoader } from "./reads.ts";
import { createAccessStore } from "./repos/access.ts";
import { type AuditReader, createAuditReader } from "./repos/audit.ts";
import { createCallbackStore } from "./repos/callbacks.ts";
import { createJobStore } from "./repos/jobs.ts";
import { createModelHealthStore } from "./repos/model-health.ts";
import { createRateLimiter } from "./repos/rate-limiter.ts";

export interface StoreOptions {
  client: DynamoDBClient;
  tableName: string;
  /** Signs cursors. */
  signingKey: Uint8Array;
  meter?: CapacityMeter;
}

export interface Store {
  jobs: JobStore;
  callbacks: CallbackStore;
  access: AccessStore;
  limiter: RateLimiter;
  audit: AuditReader;
  modelHealth: ModelHealthStore;
}

/** All of the core's storage ports, on one table. */
export function createStore(options: StoreOptions): Store {
  const bare = { client: options.client, name: options.tableName, meter: options.meter ?? noMeter };
  const table: Table = { ...bare, load: createItemLoader(bare) };
  const cursors = createCursors(options.signingKey);
  return {
    jobs: createJobStore(table, cursors),
    callbacks: createCallbackStore(table),
    access: createAccessStore(table, cursors),
    limiter: createRateLimiter(table),
    audit: createAuditReader(table),
    modelHealth: createModelHealthStore(table),
  };
}
