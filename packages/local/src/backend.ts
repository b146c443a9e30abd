import { createDynamoClient, tableDefinition } from "@tessera/store";
import { maxReceiveCount, type QueueName, visibilitySeconds } from "../../../functions/lib/limits.ts";
import { localAwsAccount } from "./aws-account.ts";
import { createClosers } from "./closers.ts";
import type { Environment, LocalConfig } from "./config.ts";
import { type DataDir, secretKeyOf } from "./data-dir.ts";
import { startDatabase } from "./database.ts";
import { productEnvironment } from "./environment.ts";
import { startEventBus } from "./event-bus.ts";
import { startJobWorkflow } from "./job-workflow.ts";
import type { LocalLog } from "./log.ts";
import { startObjectStore } from "./object-store.ts";
import { queueRules } from "./queue-rules.ts";
import { type QueueServer, startQueueServer } from "./queues.ts";
import { ensureTable } from "./table.ts";

/** What the cloud provides: table, queues, objects, workflow and event bus, each behind its own wire protocol. */
export interface Backend {
  /** What the functions must find in their environment. */
  env: Environment;
  description: string;
  databaseUrl: string;
  streamArn: string;
  queues: QueueServer<QueueName>;
  stop(): Promise<void>;
}

const taskGraceMs = 1_500;
const bucket = "tessera-attachments";

export async function startBackend(options: {
  config: LocalConfig;
  dataDir: DataDir;
  log: LocalLog;
  /** The product's clock, by which signed URLs run out. */
  now?(): Date;
}): Promise<Backend> {
  const { config, dataDir, log, now = () => new Date() } = options;
  const closers = createClosers();
  try {
    const database = await startDatabase(config, dataDir);
    closers.add(database.stop);
    const streamArn = await makeTable(database.endpoint, config.TESSERA_TABLE);

    const queues = await startQueueServer({ visibilitySeconds: visibilityOf(config), maxReceiveCount });
    closers.add(queues.stop);
    const bus = await startEventBus({ rules: queueRules(queues.client, queues.queues), log });
    closers.add(bus.stop);
    const objects = await startObjectStore({ bucket, folder: dataDir.file("objects"), ...localAwsAccount, now, log });
    closers.add(objects.stop);
    const workflow = await startJobWorkflow(config);
    closers.add(() => workflow.stop(taskGraceMs));

    const env = productEnvironment({
      tableName: config.TESSERA_TABLE,
      databaseUrl: database.endpoint,
      queueUrl: queues.endpoint,
      queues: queues.queues,
      workflow,
      eventBusUrl: bus.endpoint,
      attachments: { bucket, endpoint: objects.endpoint },
      secretKey: config.TESSERA_SECRET_KEY ?? secretKeyOf(dataDir),
    });
    return {
      env,
      description: database.description,
      databaseUrl: database.endpoint,
      streamArn,
      queues,
      stop: closers.closeAll,
    };
  } catch (cause) {
    await closers.closeAll();
    throw cause;
  }
}

async function makeTable(endpoint: string, tableName: string): Promise<string> {
  const client = createDynamoClient({ endpoint, ...localAwsAccount });
  try {
    return await ensureTable(client, tableDefinition(tableName));
  } finally {
    client.destroy();
  }
}

function visibilityOf({ TESSERA_QUEUE_VISIBILITY_SECONDS: all }: LocalConfig): Record<QueueName, number> {
  const entries = Object.entries(visibilitySeconds).map(([name, seconds]) => [name, all ?? seconds]);
  // The same names as in the limits.
  return Object.fromEntries(entries) as Record<QueueName, number>;
}
