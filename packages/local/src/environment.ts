import { devNull } from "node:os";
import { localAwsAccount } from "./aws-account.ts";
import type { Environment } from "./config.ts";
import { localRegion } from "./lambda.ts";
import type { LocalQueue } from "./queues.ts";

interface Parts {
  tableName: string;
  databaseUrl: string;
  queueUrl: string;
  queues: Record<"jobs" | "callbacks" | "intake" | "agents" | "anomalies" | "incidents", LocalQueue>;
  workflow: { endpoint: string; stateMachineArn: string };
  eventBusUrl: string;
  attachments: { bucket: string; endpoint: string };
  secretKey: string;
}

/** The variables that tell the functions where the parts are, as the infrastructure does in the cloud. */
export function productEnvironment(parts: Parts): Environment {
  return {
    ...localAwsVariables,
    TESSERA_TABLE: parts.tableName,
    TESSERA_JOBS_QUEUE_URL: parts.queues.jobs.url,
    TESSERA_CALLBACKS_QUEUE_URL: parts.queues.callbacks.url,
    TESSERA_INTAKE_DLQ_URL: parts.queues.intake.deadLetterUrl,
    TESSERA_AGENTS_QUEUE_URL: parts.queues.agents.url,
    TESSERA_ANOMALIES_DLQ_URL: parts.queues.anomalies.deadLetterUrl,
    TESSERA_INCIDENTS_QUEUE_URL: parts.queues.incidents.url,
    TESSERA_WORKFLOW_ARN: parts.workflow.stateMachineArn,
    TESSERA_EVENT_BUS: "tessera",
    TESSERA_ATTACHMENTS_BUCKET: parts.attachments.bucket,
    TESSERA_SECRET_KEY: parts.secretKey,
    AWS_ENDPOINT_URL_DYNAMODB: parts.databaseUrl,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: parts.databaseUrl,
    AWS_ENDPOINT_URL_SQS: parts.queueUrl,
    AWS_ENDPOINT_URL_SFN: parts.workflow.endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: parts.eventBusUrl,
    AWS_ENDPOINT_URL_S3: parts.attachments.endpoint,
  };
}

/** Nothing of a developer's own AWS setup reaches the product: no profile, no key, no endpoint. */
const localAwsVariables: Environment = {
  AWS_REGION: localRegion,
  AWS_ACCESS_KEY_ID: localAwsAccount.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: localAwsAccount.credentials.secretAccessKey,
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_ENDPOINT_URL: undefined,
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: undefined,
};

export function applyEnvironment(env: Environment): void {
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
