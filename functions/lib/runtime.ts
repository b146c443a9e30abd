import { hkdfSync, randomUUID } from "node:crypto";
import { SQSClient } from "@aws-sdk/client-sqs";
import { type AccessContext, createContactTokens, type Principal, systemPrincipal } from "@tessera/core/access";
import type { DeliveryContext } from "@tessera/core/deliveries";
import type { JobsContext } from "@tessera/core/jobs";
import {
  createAgentQueue,
  createDeadLetterQueue,
  createDeliveryQueue,
  createJobQueue,
  createWorkflow,
} from "@tessera/providers/aws";
import { createSealer } from "@tessera/providers/secrets";
import { createDynamoClient, createStore } from "@tessera/store";
import { v7 as uuidv7 } from "uuid";
import { capacity } from "./capacity.ts";
import { createClock } from "./clock.ts";
import { type Config, readConfig } from "./config.ts";
import { parseFailpoint, withFailpoint } from "./failpoints.ts";
import { createLog } from "./log.ts";
import { modelLimitsOf, modelSettingsOf } from "./models.ts";

/** What every function has; writing.ts and delivery.ts add what only some need, so that the others do not carry it. */
export type ProductContext = JobsContext & AccessContext & Pick<DeliveryContext, "random">;
export type Runtime = ReturnType<typeof createRuntime>;

const hourMs = 3_600_000;
/** A model call may hold its lease this much longer than the call itself may take. */
const leaseMarginMs = 30_000;

/** Where the core's ports meet the adapters: the same in the cloud, on a laptop and in tests. */
export function createRuntime(config: Readonly<Config>) {
  const clock = createClock(config.TESSERA_TIME_OFFSET_MS);
  const logFor = createLog(config.TESSERA_LOG_LEVEL);
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  // It builds a censored copy of every input and output for a logger that we do not have.
  sqs.middlewareStack.remove("loggerMiddleware");
  const store = createStore({
    client: createDynamoClient(),
    tableName: config.TESSERA_TABLE,
    signingKey: derivedKey(config.TESSERA_SECRET_KEY, "cursors"),
    meter: capacity,
  });

  const ports = withFailpoint(
    {
      jobs: store.jobs,
      access: store.access,
      queue: createJobQueue({ client: sqs, queueUrl: config.TESSERA_JOBS_QUEUE_URL }),
      callbackQueue: createDeliveryQueue({ client: sqs, queueUrl: config.TESSERA_CALLBACKS_QUEUE_URL }),
      workflow: createWorkflow({ stateMachineArn: config.TESSERA_WORKFLOW_ARN }),
      sealer: createSealer(derivedKey(config.TESSERA_SECRET_KEY, "secrets")),
    },
    parseFailpoint(config.FAILPOINT),
  );

  const jobSettings = jobSettingsOf(config);
  const modelSettings = modelSettingsOf(config);
  const contextFor = (caller: { principal: Principal; correlationId: string }): ProductContext => ({
    ...ports,
    ...caller,
    log: logFor(caller.correlationId),
    now: clock.now,
    newId: () => uuidv7(),
    random: Math.random,
    jobSettings,
    modelSettings,
  });

  return {
    config,
    clock,
    store,
    /** For queues that only some functions send to. */
    sqs,
    jobSettings,
    contextFor,
    /** For workers and sweeps, which act for the product itself. */
    systemContext: (name: string): ProductContext =>
      contextFor({ principal: systemPrincipal(name), correlationId: randomUUID() }),
    agentQueue: createAgentQueue({ client: sqs, queueUrl: config.TESSERA_AGENTS_QUEUE_URL }),
    contactTokens: createContactTokens(derivedKey(config.TESSERA_SECRET_KEY, "contacts")),
    intakeDeadLetters: createDeadLetterQueue({ client: sqs, queueUrl: config.TESSERA_INTAKE_DLQ_URL }),
  };
}

function jobSettingsOf(config: Readonly<Config>): ProductContext["jobSettings"] {
  return {
    times: {
      retentionMs: config.JOB_RETENTION_HOURS * hourMs,
      tombstoneMs: config.JOB_TOMBSTONE_DAYS * 24 * hourMs,
      requeueAfterMs: config.JOB_REQUEUE_AFTER_SECONDS * 1_000,
      queuedLimitMs: config.JOB_QUEUED_LIMIT_SECONDS * 1_000,
      processingLimitMs: config.JOB_PROCESSING_LIMIT_SECONDS * 1_000,
    },
    bounds: { perClient: config.TICKETS_QUEUED_PER_CLIENT, global: config.TICKETS_QUEUED_IN_ALL },
    leaseMs: config.LLM_TIMEOUT_MS + leaseMarginMs,
    retryBaseMs: config.LLM_RETRY_BASE_MS,
    maxOutputTokens: config.LLM_MAX_TOKENS ?? null,
    temperature: config.LLM_TEMPERATURE,
    dailyBudgetUsd: config.LLM_DAILY_BUDGET_USD ?? null,
    modelLimits: modelLimitsOf(config),
  };
}

/** One secret, one key for each purpose: what signs cursors can never open a sealed secret. */
function derivedKey(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(), `tessera/${purpose}`, 32));
}

export const runtime = createRuntime(await readConfig());
