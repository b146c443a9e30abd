import type { QueueName } from "../functions/lib/limits.ts";
import { type Alarm, createAlarms, logMetric } from "./alarms.ts";
import type { Http } from "./api.ts";
import { dashboardBody, lagMetric } from "./dashboard.ts";
import type { Publishing } from "./events.ts";
import type { ProductFunction } from "./function.ts";
import { pascal } from "./names.ts";
import type { Product } from "./product.ts";
import type { JobWorkflow } from "./workflow.ts";

export interface Watched {
  tessera: Product;
  jobs: JobWorkflow;
  http: Http;
  publishing: Publishing;
  sweeps: ProductFunction[];
}

/** Alarms to one topic, and one dashboard. Each alarm names what a person should look at first (docs/DEPLOY.md). */
export function observability(watched: Watched): void {
  const alarm = createAlarms(watched.tessera.stage.alarmEmail);
  watchQueues(watched, alarm);
  watchWorkflow(watched, alarm);
  watchApi(watched, alarm);
  watchFunctions(watched, alarm);
  watchSweeps(watched, alarm);
  watchIncidents(watched, alarm);
  // What the loop guard drops is no fault; an operator wants to know how much it is (PX-65).
  logMetric({ name: "MailsDropped", pattern: '{ $.message = "mail dropped" }' }, watched.publishing.workers.intake);
  new aws.cloudwatch.Dashboard("Dashboard", {
    dashboardName: `${$app.name}-${$app.stage}`,
    dashboardBody: dashboardBody(watched),
  });
}

/** How long a message may wait before somebody should look. */
const oldestSeconds = {
  jobs: 300,
  // Delayed on purpose, for up to a quarter of an hour.
  callbacks: 1_800,
  intake: 300,
  automations: 300,
  anomalies: 300,
  // As with callbacks.
  incidents: 1_800,
  // The operator's own agents take their time, and a tenant without them never fills it.
  agents: 3_600,
} as const satisfies Record<QueueName, number>;

function watchQueues({ tessera }: Watched, alarm: Alarm): void {
  const queueMetric = (queue: sst.aws.Queue, metricName: string) => ({
    namespace: "AWS/SQS",
    metricName,
    dimensions: { QueueName: queue.nodes.queue.name },
    statistic: "Maximum" as const,
  });
  const watchDead = (name: string, queue: sst.aws.Queue) => {
    const metric = queueMetric(queue, "ApproximateNumberOfMessagesVisible");
    alarm(`${name}DeadLetters`, `Messages lie in the dead-letter queue of ${name}`, { ...metric, threshold: 0 });
  };
  watchDead("Undelivered", tessera.undelivered);
  for (const [queueName, threshold] of Object.entries(oldestSeconds)) {
    // The keys of the table are the queues' names.
    const { queue, deadLetters } = tessera[queueName as QueueName];
    const name = pascal(queueName);
    watchDead(name, deadLetters);
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
  const failed = logMetric({ name: "JobsFailed", pattern: '{ $.message = "job failed" }' }, jobs.functions.fail);
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
  const latency = logMetric({ name: "ApiDurationMs", pattern, value: "$.durationMs" }, handler);
  alarm("ApiP99", "One request in a hundred takes over two seconds", {
    ...latency,
    percentile: "p99",
    threshold: p99LimitMs,
    evaluationPeriods: 3,
  });
}

/** An incident's own troubles: what of it nobody was told, and how much was left out (LC-21, LC-29). */
function watchIncidents({ http, publishing, sweeps }: Watched, alarm: Alarm): void {
  const { anomalies, incidents } = publishing.workers;
  logMetric({ name: "AnomaliesSkipped", pattern: '{ $.message = "anomaly skipped" }' }, http.handler, anomalies);
  const pattern = '{ $.message = "a platform could not be told of an incident" }';
  const sweep = sweeps.filter(({ name }) => name === "SweepForwardings");
  const untold = logMetric({ name: "PlatformsUntold", pattern }, incidents, ...sweep);
  alarm("PlatformsUntold", "A platform was given up: nobody there knows of an incident", { ...untold, threshold: 0 });
}

function watchFunctions({ http, jobs, publishing, sweeps, tessera }: Watched, alarm: Alarm): void {
  const { generateTickets, ...stages } = jobs.functions;
  const { workers, publish, finalize } = publishing;
  const metric = ({ lambda }: ProductFunction, metricName: string) => ({
    namespace: "AWS/Lambda",
    metricName,
    dimensions: { FunctionName: lambda.name },
  });
  // The generate function is throttled by its own cap, and the workflow waits: no alarm.
  const throttled = [http.handler, ...Object.values(stages), ...Object.values(workers), publish, finalize, ...sweeps];
  for (const watched of throttled) {
    alarm(`${watched.name}Throttles`, `${watched.name} is throttled`, {
      ...metric(watched, "Throttles"),
      threshold: 0,
    });
  }
  for (const watched of [publish, finalize, ...sweeps]) {
    alarm(`${watched.name}Errors`, `${watched.name} fails`, { ...metric(watched, "Errors"), threshold: 2 });
  }
  const age = { ...metric(publish, "IteratorAge"), statistic: "Maximum" as const };
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
    const lag = logMetric(
      { name: lagMetric(name), pattern: '{ $.message = "sweep done" }', value: "$.lagSeconds" },
      sweep,
    );
    alarm(`${name}Lag`, `${name} finds rows that are due for five minutes or more`, {
      ...lag,
      statistic: "Maximum",
      threshold: lagLimitSeconds,
      evaluationPeriods: 2,
    });
  }
}
