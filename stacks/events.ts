import { auditStreamFilter } from "@tessera/store/stream";
import { type ProductFunction, productFunction } from "./function.ts";
import { allowSends, maySend, type Permission, tableAccess } from "./permissions.ts";
import type { Product } from "./product.ts";
import { queueRules, queueWorkers } from "./workers.ts";
import type { JobWorkflow } from "./workflow.ts";

/** What runs by itself: the queues' functions, the stream's publisher, and the rules of both buses. */
export function events(product: Product, { stateMachine }: JobWorkflow) {
  const workers = queueWorkers(product);
  const rules = queueRules(product);
  const publish = publisher(product);
  const finalize = finalizer(product, stateMachine);
  allowSends(
    "UndeliveredPolicy",
    product.undelivered,
    [...rules, finalize.rule].map(({ arn }) => arn),
  );

  return { workers, publish, finalize: finalize.handler };
}
export type Publishing = ReturnType<typeof events>;

/** Every committed change, in order, exactly when it was committed. */
function publisher(product: Product): ProductFunction {
  const { table, bus, undelivered } = product;
  const { streamArn } = table.nodes.table;
  const readsStream: Permission = {
    actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
    resources: [streamArn],
  };
  const publish = productFunction(product, "PublishEvents", {
    handler: "functions/events/publish.handler",
    description: "Publishes committed changes as events",
    timeoutSeconds: 30,
    memory: "512 MB",
    permissions: [readsStream, { actions: ["events:PutEvents"], resources: [bus.arn] }, maySend(undelivered)],
  });
  new aws.lambda.EventSourceMapping("StreamToPublish", {
    eventSourceArn: streamArn,
    functionName: publish.lambda.name,
    startingPosition: "TRIM_HORIZON",
    batchSize: 100,
    functionResponseTypes: ["ReportBatchItemFailures"],
    filterCriteria: { filters: [{ pattern: JSON.stringify(auditStreamFilter) }] },
    bisectBatchOnFunctionError: true,
    // A change is worth trying until the stream forgets it; what is given up is still in the audit trail.
    maximumRecordAgeInSeconds: 43_200,
    destinationConfig: { onFailure: { destinationArn: undelivered.arn } },
  });
  return publish;
}

/** An execution that was stopped from outside or timed out never reached its Fail state: its job ends here. */
function finalizer(product: Product, stateMachine: aws.sfn.StateMachine) {
  const handler = productFunction(product, "FinalizeJob", {
    handler: "functions/events/finalize.handler",
    description: "Ends the job of an execution that ended without it",
    timeoutSeconds: 20,
    memory: "512 MB",
    permissions: [...tableAccess(product.table), maySend(product.callbacks.queue)],
    onFailure: { queue: product.undelivered, retries: 2 },
  });
  // Step Functions reports to the account's own bus.
  const rule = new aws.cloudwatch.EventRule("ExecutionEndedRule", {
    name: `${$app.name}-${$app.stage}-execution-ended`,
    description: "Executions of the job workflow that did not succeed",
    eventPattern: stateMachine.arn.apply((arn) =>
      JSON.stringify({
        source: ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        detail: { status: ["FAILED", "TIMED_OUT", "ABORTED"], stateMachineArn: [arn] },
      }),
    ),
  });
  new aws.cloudwatch.EventTarget("ExecutionEndedTarget", {
    rule: rule.name,
    arn: handler.lambda.arn,
    retryPolicy: { maximumRetryAttempts: 8, maximumEventAgeInSeconds: 3_600 },
    deadLetterConfig: { arn: product.undelivered.arn },
  });
  new aws.lambda.Permission("ExecutionEndedMayInvoke", {
    action: "lambda:InvokeFunction",
    function: handler.lambda.name,
    principal: "events.amazonaws.com",
    sourceArn: rule.arn,
  });
  return { handler, rule };
}
