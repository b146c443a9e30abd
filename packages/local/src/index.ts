import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { bootstrapAccess } from "@tessera/core/access";
import { recoverJobs } from "@tessera/core/jobs";
import { createDynamoClient, tableDefinition } from "@tessera/store";
import { createClosers } from "./closers.ts";
import { type Environment, type LocalConfig, readLocalConfig } from "./config.ts";
import { type DataDir, openDataDir, secretKeyOf } from "./data-dir.ts";
import { startDatabase } from "./database.ts";
import { applyEnvironment, productEnvironment } from "./environment.ts";
import { startEventBus } from "./event-bus.ts";
import { functions, loadApp, loadRuntime } from "./functions.ts";
import { intakeRule } from "./intake-rule.ts";
import { startJobWorkflow } from "./job-workflow.ts";
import { createLocalLog, type LocalLog } from "./log.ts";
import { startQueuePoller } from "./queue-poller.ts";
import { type QueueServer, startQueueServer } from "./queues.ts";
import { startSchedules } from "./schedules.ts";
import { startHttpServer } from "./server.ts";
import { startStreamReader } from "./stream.ts";
import { ensureTable } from "./table.ts";

export { StartError } from "./start-error.ts";

export interface Local {
  url: string;
  /** The key in clear text, only when this start has made it. */
  bootstrapKey: string | null;
  dataFolder: string;
  /** Where the table lives, in words for a person. */
  database: string;
  model: string;
  stop(): Promise<void>;
}
