import type { ProductFunction } from "./function.ts";
import type { Watched } from "./observability.ts";

type Metric = readonly [namespace: string, name: string, ...dimension: [] | [name: string, value: string]];

/** One look at the product: what comes in, what waits, what fails, what it costs. */
export function dashboardBody({ tessera, jobs, http, publishing, sweeps }: Watched): $util.Output<string> {
  const names = {
    api: http.handler.lambda.name,
    generate: jobs.functions.generateTickets.lambda.name,
    publish: publishing.publish.lambda.name,
    jobsQueue: tessera.jobs.queue.nodes.queue.name,
    callbacksQueue: tessera.callbacks.queue.nodes.queue.name,
    anomaliesQueue: tessera.anomalies.queue.nodes.queue.name,
    incidentsQueue: tessera.incidents.queue.nodes.queue.name,
    stateMachine: jobs.stateMachine.arn,
    table: tessera.table.name,
  };
  return $util.all([$util.output(names), aws.getRegionOutput().region]).apply(([resolved, region]) => {
    const rows = [...rowsOf(resolved), lagRow(sweeps)];
    return JSON.stringify({ widgets: rows.map((row, index) => widget(row, index, region)) });
  });
}

/** How long the oldest row has been due that each sweep found. */
function lagRow(sweeps: readonly ProductFunction[]): Row {
  const metrics = sweeps.map(({ name }): Metric => [metricNamespace(), lagMetric(name)]);
  return { title: "Lag of sweeps (seconds)", stat: "Maximum", metrics };
}

/** Where metrics of our own stand. */
export function metricNamespace(): string {
  return `${$app.name}/${$app.stage}`;
}

/** A sweep's metric in it. */
export function lagMetric(sweepName: string): string {
  return `${sweepName}LagSeconds`;
}

interface Row {
  title: string;
  stat: string;
  metrics: Metric[];
}

type Names = Record<
  | "api"
  | "generate"
  | "publish"
  | "jobsQueue"
  | "callbacksQueue"
  | "anomaliesQueue"
  | "incidentsQueue"
  | "stateMachine"
  | "table",
  string
>;

function rowsOf(names: Names): Row[] {
  const lambda = (name: string, metric: string): Metric => ["AWS/Lambda", metric, "FunctionName", name];
  const queue = (name: string, metric: string): Metric => ["AWS/SQS", metric, "QueueName", name];
  const workflow = (metric: string): Metric => ["AWS/States", metric, "StateMachineArn", names.stateMachine];
  const table = (metric: string): Metric => ["AWS/DynamoDB", metric, "TableName", names.table];
  return [
    {
      title: "Requests and server errors",
      stat: "Sum",
      metrics: [lambda(names.api, "UrlRequestCount"), lambda(names.api, "Url5xxCount")],
    },
    { title: "Latency of the API (p99)", stat: "p99", metrics: [lambda(names.api, "UrlRequestLatency")] },
    {
      title: "Jobs",
      stat: "Sum",
      metrics: ["ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsAborted"].map(workflow),
    },
    {
      title: "Model calls at once",
      stat: "Maximum",
      metrics: [lambda(names.generate, "ConcurrentExecutions"), lambda(names.generate, "Throttles")],
    },
    {
      title: "Oldest message",
      stat: "Maximum",
      metrics: [names.jobsQueue, names.callbacksQueue, names.anomaliesQueue, names.incidentsQueue].map((name) =>
        queue(name, "ApproximateAgeOfOldestMessage"),
      ),
    },
    {
      title: "Anomalies that were skipped, and platforms that were given up",
      stat: "Sum",
      metrics: [
        [metricNamespace(), "AnomaliesSkipped"],
        [metricNamespace(), "PlatformsUntold"],
      ],
    },
    { title: "Age of events", stat: "Maximum", metrics: [lambda(names.publish, "IteratorAge")] },
    {
      title: "Capacity units of the table",
      stat: "Sum",
      metrics: [table("ConsumedReadCapacityUnits"), table("ConsumedWriteCapacityUnits")],
    },
  ];
}

const width = 12;
const height = 6;

function widget({ title, stat, metrics }: Row, index: number, region: string) {
  const position = { x: (index % 2) * width, y: Math.floor(index / 2) * height, width, height };
  return { type: "metric", ...position, properties: { title, region, stat, period: 300, metrics } };
}
