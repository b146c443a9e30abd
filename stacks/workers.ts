import { eventRoutes } from "@tessera/core/events";
import { queueFunctionSeconds } from "../functions/lib/limits.ts";
import { type ProductFunction, type ProductFunctionOptions, productFunction } from "./function.ts";
import type { QueuePair } from "./messaging.ts";
import { pascal } from "./names.ts";
import { allowSends, mayInvokeModels, mayRead, maySend, tableAccess } from "./permissions.ts";
import type { Product } from "./product.ts";

type WorkQueue = keyof typeof queueFunctionSeconds;

interface Worker {
  name: string;
  handler: string;
  description: string;
  batchSize: number;
  maximumConcurrency: number;
  options?(product: Product): Partial<ProductFunctionOptions>;
}

/** The function of each queue. */
const workers = {
  jobs: {
    name: "StartJob",
    handler: "functions/jobs/start.handler",
    description: "Starts the workflow of a job that a message hints at",
    batchSize: 5,
    maximumConcurrency: 10,
    options: ({ callbacks, workflow }) => ({
      permissions: [maySend(callbacks.queue), { actions: ["states:StartExecution"], resources: [workflow.arn] }],
      uses: ["workflow"],
    }),
  },
  callbacks: {
    name: "DeliverCallback",
    handler: "functions/callbacks/deliver.handler",
    description: "Delivers one signed callback",
    // One by one: a receiver may take its time to answer, and others must not wait for it.
    batchSize: 1,
    maximumConcurrency: 20,
    options: ({ callbacks }) => ({ permissions: [maySend(callbacks.queue)], memory: "512 MB" }),
  },
  intake: {
    name: "TakeIn",
    handler: "functions/events/intake.handler",
    description: "Takes in requests that arrive as events",
    batchSize: 5,
    maximumConcurrency: 5,
    options: ({ jobs, intake }) => ({ permissions: [maySend(jobs.queue, intake.deadLetters)] }),
  },
  automations: {
    name: "Automate",
    handler: "functions/events/automate.handler",
    description: "Runs triggers and calls agents for the events of tickets",
    batchSize: 5,
    maximumConcurrency: 10,
    options: ({ agents, callbacks }) => ({ permissions: [maySend(agents.queue, callbacks.queue)] }),
  },
  anomalies: {
    name: "TakeInAnomalies",
    handler: "functions/incidents/take-in.handler",
    description: "Makes incidents of anomalies",
    batchSize: 5,
    maximumConcurrency: 5,
    options: ({ incidents, anomalies }) => ({ permissions: [maySend(incidents.queue, anomalies.deadLetters)] }),
  },
  incidents: {
    name: "WorkOnIncidents",
    handler: "functions/incidents/work.handler",
    description: "Asks a model about an incident and tells platforms of it",
    // One by one, as with callbacks; and no more calls of models at once than this.
    batchSize: 1,
    maximumConcurrency: 10,
    options: ({ incidents, secrets, stage }) => ({
      permissions: [maySend(incidents.queue), ...mayInvokeModels(stage.bedrockModelArns)],
      secrets: secrets.modelKeys,
      uses: ["models", "platforms"],
    }),
  },
} as const satisfies Record<WorkQueue, Worker>;

export type QueueWorkers = Record<WorkQueue, ProductFunction>;

/** What works on the queues. */
export function queueWorkers(product: Product): QueueWorkers {
  const made = Object.entries<Worker>(workers).map(([name, worker]) => {
    // The keys of the table are the queues' names.
    const queueName = name as WorkQueue;
    return [queueName, makeWorker(product, queueName, worker)];
  });
  return Object.fromEntries(made) as QueueWorkers;
}

function makeWorker(product: Product, queueName: WorkQueue, worker: Worker): ProductFunction {
  const { name, handler, description, batchSize, maximumConcurrency } = worker;
  const { queue } = product[queueName];
  const { permissions = [], ...options } = worker.options?.(product) ?? {};
  const made = productFunction(product, name, {
    handler,
    description,
    timeoutSeconds: queueFunctionSeconds[queueName],
    permissions: [...tableAccess(product.table), mayRead(queue), ...permissions],
    ...options,
  });
  new aws.lambda.EventSourceMapping(`${pascal(queueName)}To${name}`, {
    eventSourceArn: queue.arn,
    functionName: made.lambda.name,
    batchSize,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency },
  });
  return made;
}

const ruleDescriptions: Record<keyof typeof eventRoutes, string> = {
  intake: "Requests of others for the product",
  anomalies: "Anomalies that others have found",
  automations: "The product's own events of tickets, for triggers and agents",
};

/** The rules of the product's bus that put events into queues. */
export function queueRules(product: Product): aws.cloudwatch.EventRule[] {
  return Object.entries(eventRoutes).map(([name, pattern]) => {
    // The keys of the routes are the queues' names.
    const queueName = name as keyof typeof eventRoutes;
    return ruleInto(product, product[queueName], { name, description: ruleDescriptions[queueName], pattern });
  });
}

function ruleInto(
  { bus, undelivered }: Product,
  { queue }: QueuePair,
  { name, description, pattern }: { name: string; description: string; pattern: object },
): aws.cloudwatch.EventRule {
  const rule = new aws.cloudwatch.EventRule(`${pascal(name)}Rule`, {
    name: `${$app.name}-${$app.stage}-${name}`,
    eventBusName: bus.name,
    description,
    eventPattern: JSON.stringify(pattern),
  });
  new aws.cloudwatch.EventTarget(`${pascal(name)}Target`, {
    rule: rule.name,
    eventBusName: bus.name,
    arn: queue.arn,
    deadLetterConfig: { arn: undelivered.arn },
  });
  allowSends(`${pascal(name)}Policy`, queue, [rule.arn]);
  return rule;
}
