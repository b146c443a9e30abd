import * as z from "zod";
import { alarms, lambdas, logMetrics, ofType, queues } from "../support/resources.ts";
import type { Stack } from "../support/stack.ts";
import { type Check, each } from "./check.ts";

function watches(stack: Stack, metricName: string, dimensions: Record<string, string> = {}): boolean {
  return alarms(stack).some(
    (alarm) =>
      alarm.metricName === metricName &&
      Object.entries(dimensions).every(([name, value]) => alarm.dimensions[name] === value),
  );
}

const sweepsOf = (stack: Stack) => {
  const ids = stack.builds
    .filter(({ handler }) => handler.startsWith("functions/sweeps/"))
    .map(({ functionId }) => `${functionId}Function`);
  return lambdas(stack).filter(({ logicalName }) => ids.includes(logicalName));
};

/** What is due for longer has missed five runs. */
const lagLimitSeconds = 300;

const Provider = z.object({ defaultTags: z.object({ tags: z.record(z.string(), z.string()) }) });

/** P-8: who looks, and at what. */
export const observabilityChecks: readonly Check[] = [
  each(
    "every dead-letter queue is watched",
    (stack) => queues(stack).filter(({ logicalName }) => logicalName.includes("Dlq")),
    ({ name }, stack) => watches(stack, "ApproximateNumberOfMessagesVisible", { QueueName: name }),
  ),
  each(
    "the age of every queue is watched",
    (stack) => queues(stack).filter(({ logicalName }) => !logicalName.includes("Dlq")),
    ({ name }, stack) => watches(stack, "ApproximateAgeOfOldestMessage", { QueueName: name }),
  ),
  each(
    "throttles of every function are watched, but for the one that is capped on purpose",
    (stack) => lambdas(stack).filter(({ reservedConcurrentExecutions }) => reservedConcurrentExecutions === undefined),
    ({ name }, stack) => watches(stack, "Throttles", { FunctionName: name }),
  ),
  each("a sweep that does not run, fails or falls behind is noticed", sweepsOf, ({ name: FunctionName }, stack) =>
    ["Invocations", "Errors", "Duration"].every((metric) => watches(stack, metric, { FunctionName })),
  ),
  each("the age of the oldest row that a sweep finds is watched", sweepsOf, ({ logicalName, loggingConfig }, stack) => {
    const metricName = `${logicalName.replace(/Function$/, "")}LagSeconds`;
    const filter = logMetrics(stack).find(({ metricTransformation: { name } }) => name === metricName);
    return (
      filter?.logGroupName === loggingConfig.logGroup &&
      filter.metricTransformation.value === "$.lagSeconds" &&
      alarms(stack).some((alarm) => alarm.metricName === metricName && alarm.threshold === lagLimitSeconds)
    );
  }),
  {
    name: "the workflow, the API, the events, the incidents and the table are watched",
    find: (stack) =>
      [
        "ExecutionsFailed",
        "ExecutionsTimedOut",
        "JobsFailed",
        "Url5xxCount",
        "ApiDurationMs",
        "IteratorAge",
        "PlatformsUntold",
        "WriteThrottleEvents",
      ].filter((metric) => !watches(stack, metric)),
  },
  {
    name: "the API's latency is judged by its 99th percentile",
    find: (stack) =>
      alarms(stack).some(
        ({ metricName, extendedStatistic }) => metricName === "ApiDurationMs" && extendedStatistic === "p99",
      )
        ? []
        : ["ApiP99"],
  },
  {
    name: "every alarm tells the one topic",
    find: (stack) => {
      const topics = new Set(alarms(stack).flatMap(({ alarmActions }) => alarmActions));
      const silent = alarms(stack).filter(({ alarmActions }) => alarmActions.length === 0);
      return topics.size === 1 ? silent.map(({ logicalName }) => logicalName) : [...topics];
    },
  },
  {
    name: "there is a dashboard",
    find: (stack) => (ofType(stack, "dashboard").length === 1 ? [] : ["Dashboard"]),
  },
  {
    name: "everything is tagged with app and stage",
    find: ({ providers, stage }) => {
      const { tags } = Provider.parse(providers.aws).defaultTags;
      return tags.app === "tessera" && tags.stage === stage ? [] : [JSON.stringify(tags)];
    },
  },
];
