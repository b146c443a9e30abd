import type { Http } from "./api.ts";
import { dashboardBody, lagMetric, metricNamespace } from "./dashboard.ts";
import type { Publishing } from "./events.ts";
import type { ProductFunction } from "./function.ts";
import type { Product } from "./product.ts";
import type { JobWorkflow } from "./workflow.ts";

export interface Watched {
  tessera: Product;
  jobs: JobWorkflow;
  http: Http;
  publishing: Publishing;
  sweeps: ProductFunction[];
}

type AlarmArgs = Pick<aws.cloudwatch.MetricAlarmArgs, "namespace" | "metricName" | "dimensions" | "threshold"> & {
  statistic?: "Maximum" | "Sum";
  percentile?: "p99";
  periodSeconds?: number;
  evaluationPeriods?: number;
  below?: boolean;
};

/** Alarms to one topic, and one dashboard. Each alarm names what a person should look at first (docs/DEPLOY.md). */
export function observability(watched: Watched): void {
  const topic = alarmTopic(watched.tessera.stage.alarmEmail);
  const alarm = (name: string, description: string, args: AlarmArgs) => createAlarm(topic, name, description, args);
  watchQueues(watched, alarm);
  watchWorkflow(watched, alarm);
  watchApi(watched, alarm);
  watchFunctions(watched, alarm);
  watchSweeps(watched, alarm);
  // What the loop guard drops is no fault; an operator wants to know how much it is (PX-65).
  logMetric("MailsDropped", watched.publishing.intake, '{ $.message = "mail dropped" }', "1");
  new aws.cloudwatch.Dashboard("Dashboard", {
    dashboardName: `${$app.name}-${$app.stage}`,
    dashboardBody: dashboardBody(watched),
  });
}

type Alarm = (name: string, description: string, args: AlarmArgs) => void;

function createAlarm(topic: aws.sns.Topic, name: string, description: string, args: AlarmArgs): void {
  const { statistic = "Sum", percentile, periodSeconds = 300, evaluationPeriods = 1, below = false, ...metric } = args;
  new aws.cloudwatch.MetricAlarm(name, {
    name: `${$app.name}-${$app.stage}-${name}`,
    alarmDescription: description,
    ...metric,
    ...(percentile ? { extendedStatistic: percentile } : { statistic }),
    period: periodSeconds,
    evaluationPeriods,
    comparisonOperator: below ? "LessThanThreshold" : "GreaterThanThreshold",
    treatMissingData: below ? "breaching" : "notBreaching",
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });
}

function watchQueues({ tessera }: Watched, alarm: Alarm): void {
  const { jobs, callbacks, intake, automations, agents, undelivered } = tessera;
  const queueMetric = (queue: sst.aws.Queue, metricName: string) => ({
    namespace: "AWS/SQS",
    metricName,
    dimensions: { QueueName: queue.nodes.queue.name },
    statistic: "Maximum" as const,
  });
  const dead = {
    Jobs: jobs.deadLetters,
    Callbacks: callbacks.deadLetters,
    Intake: intake.deadLetters,
    Automations: automations.deadLetters,
    Agents: agents.deadLetters,
  };
  for (const [name, queue] of Object.entries({ ...dead, Undelivered: undelivered })) {
    const metric = queueMetric(queue, "ApproximateNumberOfMessagesVisible");
    alarm(`${name}DeadLetters`, `Messages lie in the dead-letter queue of ${name}`, { ...metric, threshold: 0 });
  }
  // Callbacks are delayed on purpose, for up to a quarter of an hour.
  const oldestSeconds = {
    Jobs: [jobs, 300],
    Callbacks: [callbacks, 1_800],
    Intake: [intake, 300],
    Automations: [automations, 300],
    // The operator's own agents take their time, and a tenant without them never fills it.
    Agents: [agents, 3_600],
  } as const;
  for (const [name, [{ queue }, threshold]] of Object.entries(oldestSeconds)) {
    const metric = queueMetric(queue, "ApproximateAgeOfOldestMessage");
    alarm(`${name}QueueAge`, `The oldest message of ${name} waits too long`, { ...metric, threshold });
  }
}

function watchWorkflow({ jobs }: Watched, alarm: Alarm): void {
  const metrics = {
    ExecutionsFailed: "An execution failed: even its Fail state could not end the job",
    ExecutionsTimedOut: "An execution timed out",
    ExecutionThrottled: "Step Functions holds back transitions",
  };
  for (const [metricName, description] of Object.entries(metrics)) {
    const dimensions = { StateMachineArn: jobs.stateMachine.arn };
    alarm(`Workflow${metricName}`, description, { namespace: "AWS/States", metricName, dimensions, threshold: 0 });
  }
  const failed = logMetric("JobsFailed", jobs.functions.fail, '{ $.message = "job failed" }', "1");
  alarm("JobsFailed", "More than ten jobs failed in five minutes: is a model down?", { ...failed, threshold: 10 });
}

/** The longest an answer should take; event streams and `Prefer: wait` are slow on purpose and left out. */
const p99LimitMs = 2_000;

function watchApi({ http }: Watched, alarm: Alarm): void {
  const { handler } = http;
  const dimensions = { FunctionName: handler.lambda.name };
  const errors = { namespace: "AWS/Lambda", metricName: "Url5xxCount", dimensions };
  alarm("Api5xx", "The API answers with server errors", { ...errors, threshold: 5 });
  const pattern = '{ $.message = "request" && $.route != "*/events" && $.durationMs < 10000 }';
  const latency = logMetric("ApiDurationMs", handler, pattern, "$.durationMs");
  alarm("ApiP99", "One request in a hundred takes over two seconds", {
    ...latency,
    percentile: "p99",
    threshold: p99LimitMs,
    evaluationPeriods: 3,
  });
}

function watchFunctions({ http, jobs, publishing, sweeps, tessera }: Watched, alarm: Alarm): void {
  const { generateTickets, ...stages } = jobs.functions;
  const metric = ({ lambda }: ProductFunction, metricName: string) => ({
    namespace: "AWS/Lambda",
    metricName,
    dimensions: { FunctionName: lambda.name },
  });
  // The generate function is throttled by its own cap, and the workflow waits: no alarm.
  for (const watched of [http.handler, ...Object.values(stages), ...Object.values(publishing), ...sweeps]) {
    alarm(`${watched.name}Throttles`, `${watched.name} is throttled`, {
      ...metric(watched, "Throttles"),
      threshold: 0,
    });
  }
  for (const watched of [publishing.publish, publishing.finalize, ...sweeps]) {
    alarm(`${watched.name}Errors`, `${watched.name} fails`, { ...metric(watched, "Errors"), threshold: 2 });
  }
  const age = { ...metric(publishing.publish, "IteratorAge"), statistic: "Maximum" as const };
  alarm("EventsLate", "Events are published five minutes late", { ...age, threshold: 300_000 });
  for (const metricName of ["ReadThrottleEvents", "WriteThrottleEvents"]) {
    const table = { namespace: "AWS/DynamoDB", metricName, dimensions: { TableName: tessera.table.name } };
    alarm(`Table${metricName}`, "The table is throttled: look for a hot key", { ...table, threshold: 10 });
  }
}

/** A sweep comes by every minute: what it finds has not been due for much longer, unless it falls behind. */
const lagLimitSeconds = 300;

function watchSweeps({ sweeps }: Watched, alarm: Alarm): void {
  for (const sweep of sweeps) {
    const { name, lambda } = sweep;
    const runs = { namespace: "AWS/Lambda", metricName: "Invocations", dimensions: { FunctionName: lambda.name } };
    alarm(`${name}Silent`, `${name} has not run for five minutes`, { ...runs, threshold: 1, below: true });
    const duration = { ...runs, metricName: "Duration", statistic: "Maximum" as const };
    alarm(`${name}Slow`, `${name} needs most of its minute: it falls behind`, { ...duration, threshold: 40_000 });
    const lag = logMetric(lagMetric(name), sweep, '{ $.message = "sweep done" }', "$.lagSeconds");
    alarm(`${name}Lag`, `${name} finds rows that are due for five minutes or more`, {
      ...lag,
      statistic: "Maximum",
      threshold: lagLimitSeconds,
      evaluationPeriods: 2,
    });
  }
}

/** A metric from a function's log lines. */
function logMetric(name: string, { logGroup }: ProductFunction, pattern: string, value: string) {
  const namespace = metricNamespace();
  new aws.cloudwatch.LogMetricFilter(`${name}Metric`, {
    name,
    logGroupName: logGroup.name,
    pattern,
    metricTransformation: { namespace, name, value },
  });
  return { namespace, metricName: name };
}

/** Encrypted with a key of its own: CloudWatch may not use the one that AWS manages for SNS. */
function alarmTopic(email: string | undefined): aws.sns.Topic {
  const { accountId } = aws.getCallerIdentityOutput();
  const { partition } = aws.getPartitionOutput();
  const key = new aws.kms.Key("AlarmsKey", {
    description: `Alarms of ${$app.name} ${$app.stage}`,
    enableKeyRotation: true,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          actions: ["kms:*"],
          resources: ["*"],
          principals: [{ type: "AWS", identifiers: [$interpolate`arn:${partition}:iam::${accountId}:root`] }],
        },
        {
          actions: ["kms:Decrypt", "kms:GenerateDataKey"],
          resources: ["*"],
          principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com"] }],
          conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] }],
        },
      ],
    }).json,
  });
  const topic = new aws.sns.Topic("Alarms", {
    name: `${$app.name}-${$app.stage}-alarms`,
    kmsMasterKeyId: key.id,
  });
  if (email) new aws.sns.TopicSubscription("AlarmsByMail", { topic: topic.arn, protocol: "email", endpoint: email });
  return topic;
}
