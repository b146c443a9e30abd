import { modelStateMarginSeconds } from "../functions/lib/limits.ts";
import type { Messaging } from "./messaging.ts";
import { keyMarkers, type Secrets } from "./secrets.ts";
import type { StageSettings } from "./settings.ts";

interface Parts extends Messaging {
  stage: StageSettings;
  secrets: Secrets;
  table: sst.aws.Dynamo;
  attachments: sst.aws.Bucket;
}

/** One model call may take this long; the function and its state are allowed a margin each. */
export const modelCallSeconds = 120;
export const modelStateSeconds = modelCallSeconds + modelStateMarginSeconds;

/** What all functions share: where the parts are, as the local runtime tells them too. */
export function product(parts: Parts) {
  const { stage, secrets, table, attachments, jobs, callbacks, intake, agents, anomalies, incidents, bus } = parts;
  const workflow = workflowIdentity();
  const environment: Record<string, $util.Input<string>> = {
    ...stage.product,
    ...keyMarkers(secrets),
    NODE_ENV: "production",
    LLM_TIMEOUT_MS: String(modelCallSeconds * 1_000),
    TESSERA_TABLE: table.name,
    TESSERA_JOBS_QUEUE_URL: jobs.queue.url,
    TESSERA_CALLBACKS_QUEUE_URL: callbacks.queue.url,
    TESSERA_INTAKE_DLQ_URL: intake.deadLetters.url,
    TESSERA_AGENTS_QUEUE_URL: agents.queue.url,
    TESSERA_ANOMALIES_DLQ_URL: anomalies.deadLetters.url,
    TESSERA_INCIDENTS_QUEUE_URL: incidents.queue.url,
    TESSERA_WORKFLOW_ARN: workflow.arn,
    TESSERA_EVENT_BUS: bus.name,
    TESSERA_ATTACHMENTS_BUCKET: attachments.name,
  };
  return { ...parts, workflow, environment };
}
export type Product = ReturnType<typeof product>;

/** Named by us: its functions must know its ARN, and it must know theirs. */
function workflowIdentity() {
  const name = `${$app.name}-${$app.stage}-jobs`;
  const { region } = aws.getRegionOutput();
  const { accountId } = aws.getCallerIdentityOutput();
  const { partition } = aws.getPartitionOutput();
  const arn = $interpolate`arn:${partition}:states:${region}:${accountId}:stateMachine:${name}`;
  const executionArn = $interpolate`arn:${partition}:states:${region}:${accountId}:execution:${name}:*`;
  return { name, arn, executionArn };
}
