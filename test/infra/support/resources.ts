import * as z from "zod";
import type { Resource, Stack } from "./stack.ts";

/** The synthesized resources as typed lists: only the fields that a check looks at. */

const Strings = z.array(z.string());
const OneOrMany = z.union([z.string().transform((one) => [one]), Strings]);

export const types = {
  table: "aws:dynamodb/table:Table",
  bucket: "aws:s3/bucket:Bucket",
  bucketAccess: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  bucketPolicy: "aws:s3/bucketPolicy:BucketPolicy",
  bucketEncryption: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  bucketVersioning: "aws:s3/bucketVersioning:BucketVersioning",
  bucketLifecycle: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  bucketCors: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  queue: "aws:sqs/queue:Queue",
  queuePolicy: "aws:sqs/queuePolicy:QueuePolicy",
  lambda: "aws:lambda/function:Function",
  mapping: "aws:lambda/eventSourceMapping:EventSourceMapping",
  permission: "aws:lambda/permission:Permission",
  invokeConfig: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  functionUrl: "aws:lambda/functionUrl:FunctionUrl",
  role: "aws:iam/role:Role",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  logMetric: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  rule: "aws:cloudwatch/eventRule:EventRule",
  target: "aws:cloudwatch/eventTarget:EventTarget",
  schedule: "aws:scheduler/schedule:Schedule",
  stateMachine: "aws:sfn/stateMachine:StateMachine",
  parameter: "aws:ssm/parameter:Parameter",
  topic: "aws:sns/topic:Topic",
  distribution: "aws:cloudfront/distribution:Distribution",
  dashboard: "aws:cloudwatch/dashboard:Dashboard",
} as const;

export function ofType(stack: Stack, type: keyof typeof types): Resource[] {
  return stack.resources.filter((resource) => resource.type === types[type]);
}

/** Parses every resource of a type; a resource without a field that a check needs is a fault of its own. */
function reader<Shape extends z.ZodRawShape>(type: keyof typeof types, shape: Shape) {
  const schema = z.object(shape);
  return (stack: Stack) =>
    ofType(stack, type).map(({ name, inputs }) => ({ logicalName: name, ...schema.parse(inputs) }));
}

const environment = z.object({ variables: z.record(z.string(), z.string()) });

export const queues = reader("queue", {
  name: z.string(),
  visibilityTimeoutSeconds: z.number(),
  messageRetentionSeconds: z.number().default(345_600),
  redrivePolicy: z
    .string()
    .transform((text) =>
      z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).parse(JSON.parse(text)),
    )
    .optional(),
  sqsManagedSseEnabled: z.boolean().default(false),
});
export type Queue = ReturnType<typeof queues>[number];

export const lambdas = reader("lambda", {
  name: z.string(),
  role: z.string(),
  timeout: z.number(),
  runtime: z.string(),
  handler: z.string(),
  architectures: Strings,
  environment,
  reservedConcurrentExecutions: z.number().optional(),
  loggingConfig: z.object({ logFormat: z.string(), logGroup: z.string() }),
});
export type Lambda = ReturnType<typeof lambdas>[number];

export const mappings = reader("mapping", {
  eventSourceArn: z.string(),
  functionName: z.string(),
  functionResponseTypes: Strings.default([]),
  maximumBatchingWindowInSeconds: z.number().default(0),
  startingPosition: z.string().optional(),
  filterCriteria: z.object({ filters: z.array(z.object({ pattern: z.string() })) }).optional(),
  destinationConfig: z.object({ onFailure: z.object({ destinationArn: z.string() }) }).optional(),
});

const Condition = z.object({ test: z.string(), variable: z.string(), values: Strings });
const Statement = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Action: OneOrMany,
  Resource: OneOrMany.default([]),
  Principal: z.unknown().optional(),
  Condition: z.array(Condition).default([]),
});
export type Statement = z.infer<typeof Statement>;

export const Policy = z
  .string()
  .transform((text) => z.object({ Statement: z.array(Statement) }).parse(JSON.parse(text)).Statement);

const rawRoles = reader("role", {
  name: z.string(),
  assumeRolePolicy: z.union([
    z.string(),
    z
      .object({})
      .loose()
      .transform((policy) => JSON.stringify(policy)),
  ]),
  inlinePolicies: z.array(z.object({ policy: Policy })).default([]),
  managedPolicyArns: Strings.default([]),
});

export function roles(stack: Stack) {
  return rawRoles(stack).map(({ inlinePolicies, ...role }) => ({
    ...role,
    statements: inlinePolicies.flatMap(({ policy }) => policy),
  }));
}
export type Role = ReturnType<typeof roles>[number];

export const buckets = reader("bucket", { bucket: z.string(), forceDestroy: z.boolean() });

export const bucketPolicies = reader("bucketPolicy", { bucket: z.string(), policy: Policy });

export const queuePolicies = reader("queuePolicy", { queueUrl: z.string(), policy: Policy });

export const logGroups = reader("logGroup", { name: z.string(), retentionInDays: z.number().optional() });

export const alarms = reader("alarm", {
  namespace: z.string(),
  metricName: z.string(),
  dimensions: z.record(z.string(), z.string()).default({}),
  alarmActions: Strings.default([]),
  extendedStatistic: z.string().optional(),
  threshold: z.number(),
});

export const logMetrics = reader("logMetric", {
  logGroupName: z.string(),
  metricTransformation: z.object({ name: z.string(), value: z.string() }),
});

export const rules = reader("rule", {
  name: z.string(),
  eventBusName: z.string().optional(),
  eventPattern: z.string().transform((text): unknown => JSON.parse(text)),
});

export const targets = reader("target", {
  rule: z.string(),
  arn: z.string(),
  deadLetterConfig: z.object({ arn: z.string() }).optional(),
});

export const schedules = reader("schedule", {
  scheduleExpression: z.string(),
  state: z.string(),
  target: z.object({ arn: z.string(), deadLetterConfig: z.object({ arn: z.string() }).optional() }),
});

export const stateMachines = reader("stateMachine", {
  name: z.string(),
  type: z.string(),
  roleArn: z.string(),
  definition: z.string(),
  loggingConfiguration: z.object({ logDestination: z.string() }).optional(),
});

export const parameters = reader("parameter", { name: z.string(), type: z.string(), value: z.string() });

export const invokeConfigs = reader("invokeConfig", {
  functionName: z.string(),
  destinationConfig: z.object({ onFailure: z.object({ destination: z.string() }) }).optional(),
});

export const permissions = reader("permission", {
  function: z.string(),
  principal: z.string(),
  sourceArn: z.string().optional(),
});

/** The last part of an ARN: for most services the physical name. */
export function nameOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf(":") + 1);
}
