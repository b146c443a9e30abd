import { automationEventPattern, inboundEventPattern } from "@tessera/core/events";
import { auditStreamFilter } from "@tessera/store/stream";
import { queueFunctionSeconds } from "../functions/lib/limits.ts";
import { type ProductFunction, productFunction } from "./function.ts";
import type { QueuePair } from "./messaging.ts";
import { mayRead, maySend, type Permission, tableAccess } from "./permissions.ts";
import type { Product } from "./product.ts";
import type { JobWorkflow } from "./workflow.ts";

/** What runs by itself: the queues' functions, the stream's publisher, and the rules of both buses. */
export function events(product: Product, { stateMachine }: JobWorkflow) {
  const { table, jobs, callbacks, intake, automations, agents, undelivered, workflow } = product;

  const startJob = productFunction(product, "StartJob", {
    handler: "functions/jobs/start.handler",
    description: "Starts the workflow of a job that a message hints at",
    timeoutSeconds: queueFunctionSeconds.jobs,
    permissions: [
      ...tableAccess(table),
      mayRead(jobs.queue),
      maySend(callbacks.queue),
      { actions: ["states:StartExecution"], resources: [workflow.arn] },
    ],
    uses: ["workflow"],
  });
  readQueue("JobsToStartJob", jobs, startJob, { batchSize: 5, maximumConcurrency: 10 });

  const deliverCallback = productFunction(product, "DeliverCallback", {
    handler: "functions/callbacks/deliver.handler",
    description: "Delivers one signed callback",
    timeoutSeconds: queueFunctionSeconds.callbacks,
    memory: "512 MB",
    permissions: [...tableAccess(table), mayRead(callbacks.queue), maySend(callbacks.queue)],
  });
  // One by one: a receiver may take its time to answer, and others must not wait for it.
  readQueue("CallbacksToDeliver", callbacks, deliverCallback, { batchSize: 1, maximumConcurrency: 20 });

  const intakeFunction = productFunction(product, "TakeIn", {
    handler: "functions/events/intake.handler",
    description: "Takes in requests that arrive as events",
    timeoutSeconds: queueFunctionSeconds.intake,
    permissions: [...tableAccess(table), mayRead(intake.queue), maySend(jobs.queue, intake.deadLetters)],
  });
  readQueue("IntakeToTakeIn", intake, intakeFunction, { batchSize: 5, maximumConcurrency: 5 });
  const intakeRule = ruleInto(product, intake, {
    rule: "InboundRule",
    target: "InboundTarget",
    policy: "IntakePolicy",
    suffix: "inbound",
    description: "Requests of others for the product",
    pattern: inboundEventPattern,
  });

  const automate = productFunction(product, "Automate", {
    handler: "functions/events/automate.handler",
    description: "Runs triggers and calls agents for the events of tickets",
    timeoutSeconds: queueFunctionSeconds.automations,
    permissions: [...tableAccess(table), mayRead(automations.queue), maySend(agents.queue, callbacks.queue)],
  });
  readQueue("AutomationsToAutomate", automations, automate, { batchSize: 5, maximumConcurrency: 10 });
  const automationsRule = ruleInto(product, automations, {
    rule: "AutomationsRule",
    target: "AutomationsTarget",
    policy: "AutomationsPolicy",
    suffix: "automations",
    description: "The product's own events of tickets, for triggers and agents",
    pattern: automationEventPattern,
  });

  const publish = publisher(product);
  const finalize = finalizer(product, stateMachine);
  allowSends("UndeliveredPolicy", undelivered, [intakeRule.arn, automationsRule.arn, finalize.rule.arn]);

  return { startJob, deliverCallback, intake: intakeFunction, automate, publish, finalize: finalize.handler };
}
export type Publishing = ReturnType<typeof events>;

function readQueue(
  name: string,
  { queue }: QueuePair,
  { lambda }: ProductFunction,
  options: { batchSize: number; maximumConcurrency: number },
): void {
  new aws.lambda.EventSourceMapping(name, {
    eventSourceArn: queue.arn,
    functionName: lambda.name,
    batchSize: options.batchSize,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: options.maximumConcurrency },
  });
}

interface QueueRule {
  rule: string;
  target: string;
  policy: string;
  /** Of the rule's name in AWS. */
  suffix: string;
  description: string;
  pattern: object;
}

/** Events go through a queue, so that none is lost when its function fails. */
function ruleInto({ bus, undelivered }: Product, { queue }: QueuePair, names: QueueRule) {
  const rule = new aws.cloudwatch.EventRule(names.rule, {
    name: `${$app.name}-${$app.stage}-${names.suffix}`,
    eventBusName: bus.name,
    description: names.description,
    eventPattern: JSON.stringify(names.pattern),
  });
  new aws.cloudwatch.EventTarget(names.target, {
    rule: rule.name,
    eventBusName: bus.name,
    arn: queue.arn,
    deadLetterConfig: { arn: undelivered.arn },
  });
  allowSends(names.policy, queue, [rule.arn]);
  return rule;
}

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

/** EventBridge may send here for these rules, and nobody else from outside the account. */
function allowSends(name: string, queue: sst.aws.Queue, ruleArns: $util.Output<string>[]): void {
  new aws.sqs.QueuePolicy(name, {
    queueUrl: queue.url,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          actions: ["sqs:SendMessage"],
          resources: [queue.arn],
          principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
          conditions: [{ test: "ArnEquals", variable: "aws:SourceArn", values: ruleArns }],
        },
      ],
    }).json,
  });
}
