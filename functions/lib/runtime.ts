import { hkdfSync, randomUUID } from "node:crypto";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import { toJobWire } from "@tessera/api";
import { type AccessContext, type Principal, systemPrincipal } from "@tessera/core/access";
import type { DeliveryContext, StageContext } from "@tessera/core/jobs";
import {
  createCallbackQueue,
  createDeadLetterQueue,
  createEventPublisher,
  createJobQueue,
  createWorkflow,
} from "@tessera/providers/aws";
import { createSpecReader } from "@tessera/providers/documents";
import { createEgress } from "@tessera/providers/http";
import { createModelGateway, modelHosts } from "@tessera/providers/llm";
import { createSealer } from "@tessera/providers/secrets";
import { createWebhookSender } from "@tessera/providers/webhooks";
import { createDynamoClient, createStore } from "@tessera/store";
import { v7 as uuidv7 } from "uuid";
import { capacity } from "./capacity.ts";
import { createClock } from "./clock.ts";
import { type Config, readConfig } from "./config.ts";
import { parseFailpoint, withFailpoint } from "./failpoints.ts";
import { createLog } from "./log.ts";
import { breakerOf, modelProvidersOf, modelSettingsOf } from "./models.ts";

export type ProductContext = StageContext & DeliveryContext & AccessContext;
export type Runtime = ReturnType<typeof createRuntime>;

const hourMs = 3_600_000;
/** A model call may hold its lease this much longer than the call itself may take. */
const leaseMarginMs = 30_000;

/** Where the core's ports meet the adapters: the same in the cloud, on a laptop and in tests. */
export function createRuntime(config: Readonly<Config>) {
  const clock = createClock(config.TESSERA_TIME_OFFSET_MS);
  const logFor = createLog(config.TESSERA_LOG_LEVEL);
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const eventBridge = new EventBridgeClient({});
  // It builds a censored copy of every input and output for a logger that we do not have.
  for (const client of [sqs, eventBridge]) client.middlewareStack.remove("loggerMiddleware");
  const egress = createEgress({ allowHosts: config.EGRESS_ALLOW_HOSTS });
  // The operator names the model's host, often one on loopback: open to the model, closed to callbacks.
  const providers = modelProvidersOf(config);
  const modelEgress = createEgress({ allowHosts: [...config.EGRESS_ALLOW_HOSTS, ...modelHosts(providers)] });
  const reader = createSpecReader();
  const store = createStore({
    client: createDynamoClient(),
    tableName: config.TESSERA_TABLE,
    signingKey: derivedKey(config.TESSERA_SECRET_KEY, "cursors"),
    meter: capacity,
  });

  const ports = withFailpoint(
    {
      jobs: store.jobs,
      callbacks: store.callbacks,
      access: store.access,
      queue: createJobQueue({ client: sqs, queueUrl: config.TESSERA_JOBS_QUEUE_URL }),
      callbackQueue: createCallbackQueue({ client: sqs, queueUrl: config.TESSERA_CALLBACKS_QUEUE_URL }),
      workflow: createWorkflow({ stateMachineArn: config.TESSERA_WORKFLOW_ARN }),
      reader,
      models: createModelGateway({ egress: modelEgress, providers, timeoutMs: config.LLM_TIMEOUT_MS, now: clock.now }),
      modelHealth: store.modelHealth,
      webhooks: createWebhookSender({ egress }),
      sealer: createSealer(derivedKey(config.TESSERA_SECRET_KEY, "secrets")),
    },
    parseFailpoint(config.FAILPOINT),
  );

  const jobSettings = jobSettingsOf(config);
  const modelSettings = modelSettingsOf(config);
  const breaker = breakerOf(config, jobSettings.leaseMs);
  const contextFor = (caller: { principal: Principal; correlationId: string }): ProductContext => ({
    ...ports,
    ...caller,
    log: logFor(caller.correlationId),
    now: clock.now,
    newId: () => uuidv7(),
    random: Math.random,
    renderJob: (job) => JSON.stringify(toJobWire(job)),
    jobSettings,
    modelSettings,
    breaker,
  });

  return {
    config,
    clock,
    store,
    egress,
    contextFor,
    /** For workers and sweeps, which act for the product itself. */
    systemContext: (name: string): ProductContext =>
      contextFor({ principal: systemPrincipal(name), correlationId: randomUUID() }),
    publishEvents: createEventPublisher({ client: eventBridge, busName: config.TESSERA_EVENT_BUS }),
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
    modelLimits: { ollama: config.OLLAMA_CONTEXT_TOKENS ? { contextTokens: config.OLLAMA_CONTEXT_TOKENS } : {} },
  };
}

/** One secret, one key for each purpose: what signs cursors can never open a sealed secret. */
function derivedKey(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(), `tessera/${purpose}`, 32));
}

export const runtime = createRuntime(readConfig());
