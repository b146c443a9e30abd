import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { auditStreamFilter, createDynamoClient, ttlAttribute } from "@tessera/store";
import { localAwsAccount } from "./aws-account.ts";
import type { Backend } from "./backend.ts";
import type { LocalConfig } from "./config.ts";
import type { DataDir } from "./data-dir.ts";
import { functions } from "./functions.ts";
import type { LocalLog } from "./log.ts";
import { startQueuePoller } from "./queue-poller.ts";
import { startSchedules } from "./schedules.ts";
import { startStreamReader } from "./stream.ts";
import { deleteExpiredItems } from "./ttl.ts";

export interface Workers {
  /** Runs every sweep of the product once, now. */
  sweepNow(): Promise<void>;
  stop(): Promise<void>;
}

interface WorkersOptions {
  config: LocalConfig;
  dataDir: DataDir;
  backend: Backend;
  /** The product's clock. */
  now(): Date;
  log: LocalLog;
}

const graceMs = 1_500;
const ttlSeconds = 900;
const streamRequestLimitMs = 5_000;

/** Everything that calls the functions by itself: queues, the table's stream, schedules. */
export function startWorkers({ config, dataDir, backend, now, log }: WorkersOptions): Workers {
  const { client, queues } = backend.queues;
  const pollers = [
    startQueuePoller({ client, queue: queues.jobs, handler: functions.startJob, concurrency: 2, log }),
    // A receiver may take its time to answer: others must not wait for it.
    startQueuePoller({ client, queue: queues.callbacks, handler: functions.deliverCallback, concurrency: 4, log }),
    startQueuePoller({ client, queue: queues.intake, handler: functions.intake, concurrency: 1, log }),
    startQueuePoller({ client, queue: queues.automations, handler: functions.automate, concurrency: 2, log }),
    startQueuePoller({ client, queue: queues.anomalies, handler: functions.takeInAnomalies, concurrency: 2, log }),
    // Models and platforms may take their time as well.
    startQueuePoller({ client, queue: queues.incidents, handler: functions.workOnIncidents, concurrency: 4, log }),
  ];

  const stream = startStreamReader({
    client: new DynamoDBStreamsClient({
      endpoint: backend.databaseUrl,
      ...localAwsAccount,
      requestHandler: { requestTimeout: streamRequestLimitMs, throwOnRequestTimeout: true },
    }),
    streamArn: backend.streamArn,
    handler: functions.publishEvents,
    filter: auditStreamFilter,
    checkpointFile: dataDir.file("stream.json"),
    log,
  });

  const { TESSERA_SWEEP_SECONDS: everySeconds } = config;
  const sweeps = startSchedules({
    schedules: [
      { name: "expire-jobs", everySeconds: everySeconds ?? 60, handler: functions.expireJobs },
      { name: "callbacks", everySeconds: everySeconds ?? 5, handler: functions.sweepCallbacks },
      { name: "sla-breaches", everySeconds: everySeconds ?? 60, handler: functions.sweepSla },
      { name: "auto-close", everySeconds: everySeconds ?? 60, handler: functions.closeTickets },
      { name: "detach-tags", everySeconds: everySeconds ?? 60, handler: functions.detachTags },
      { name: "notifications", everySeconds: everySeconds ?? 5, handler: functions.sweepForwardings },
      { name: "incidents", everySeconds: everySeconds ?? 60, handler: functions.sweepIncidents },
    ],
    log,
  });
  const table = {
    client: createDynamoClient({ endpoint: backend.databaseUrl, ...localAwsAccount }),
    tableName: config.TESSERA_TABLE,
    attribute: ttlAttribute,
  };
  const upkeep = startSchedules({
    schedules: [{ name: "time-to-live", everySeconds: ttlSeconds, handler: () => deleteExpiredItems(table, now()) }],
    log,
  });

  return {
    sweepNow: sweeps.runAll,
    async stop() {
      const workers = [sweeps, upkeep, stream, ...pollers];
      await Promise.all(workers.map((worker) => worker.stop(graceMs)));
    },
  };
}
