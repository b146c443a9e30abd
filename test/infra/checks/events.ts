import { readdirSync } from "node:fs";
import { join } from "node:path";
import { eventRoutes } from "@tessera/core/events";
import { auditStreamFilter } from "@tessera/store/stream";
import {
  invokeConfigs,
  lambdas,
  mappings,
  nameOfArn,
  permissions,
  queuePolicies,
  queues,
  rules,
  schedules,
  stateMachines,
  targets,
} from "../support/resources.ts";
import { root, type Stack } from "../support/stack.ts";
import { type Check, each } from "./check.ts";

const streamMappings = (stack: Stack) =>
  mappings(stack).filter(({ eventSourceArn }) => eventSourceArn.includes("/stream/"));
const isDeadLetters = (arn: string | undefined, stack: Stack) =>
  queues(stack).some(({ name, logicalName }) => logicalName.includes("Dlq") && name === nameOfArn(arn ?? ""));
const same = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

function ruleNamed(logicalName: string, stack: Stack) {
  return rules(stack).find((rule) => rule.logicalName === logicalName);
}

/** One rule, with the pattern of the local bus, and the queue as its one target. */
function routed(name: string, queueName: keyof typeof eventRoutes): Check {
  const logicalName = `${queueName.charAt(0).toUpperCase()}${queueName.slice(1)}`;
  return {
    name,
    find: (stack) => {
      const rule = ruleNamed(`${logicalName}Rule`, stack);
      const reached = targets(stack).filter((target) => target.rule === rule?.name);
      const queue = queues(stack).find((candidate) => candidate.logicalName === `${logicalName}Queue`);
      const reaches = queue && reached.map(({ arn }) => nameOfArn(arn)).join() === queue.name;
      return same(rule?.eventPattern, eventRoutes[queueName]) && reaches ? [] : [`${logicalName}Rule`];
    },
  };
}

/** what starts by itself, and where it goes when it cannot be taken. */
export const eventChecks: readonly Check[] = [
  {
    name: "the stream's new audit entries, and only they, go to the publisher, from the first on",
    find: (stack) =>
      streamMappings(stack).length === 1
        ? streamMappings(stack).flatMap(({ logicalName, startingPosition, filterCriteria }) => {
            const patterns = filterCriteria?.filters.map(({ pattern }): unknown => JSON.parse(pattern)) ?? [];
            return startingPosition === "TRIM_HORIZON" && same(patterns, [auditStreamFilter]) ? [] : [logicalName];
          })
        : ["no single reader of the stream"],
  },
  each("changes that are given up are kept in a dead-letter queue", streamMappings, ({ destinationConfig }, stack) =>
    isDeadLetters(destinationConfig?.onFailure.destinationArn, stack),
  ),
  routed("requests that come as events reach the intake queue", "intake"),
  routed("anomalies that come as events reach their queue, and no other", "anomalies"),
  routed("the product's own events of tickets reach the automations", "automations"),
  {
    name: "executions that did not succeed reach the finalizer",
    find: (stack) => {
      const rule = ruleNamed("ExecutionEndedRule", stack);
      const expected = {
        source: ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        detail: {
          status: ["FAILED", "TIMED_OUT", "ABORTED"],
          stateMachineArn: stateMachines(stack).map(
            ({ name }) => `arn:aws:states:eu-central-1:111122223333:stateMachine:${name}`,
          ),
        },
      };
      const finalizer = lambdas(stack).find(({ logicalName }) => logicalName === "FinalizeJobFunction");
      const target = targets(stack).find((candidate) => candidate.rule === rule?.name);
      const allowed = permissions(stack).some(
        ({ function: name, principal }) => name === finalizer?.name && principal === "events.amazonaws.com",
      );
      const onDefaultBus = rule?.eventBusName === undefined;
      const reaches = target !== undefined && nameOfArn(target.arn) === finalizer?.name && allowed;
      return same(rule?.eventPattern, expected) && onDefaultBus && reaches ? [] : ["ExecutionEndedRule"];
    },
  },
  each("every target of a rule has a dead-letter queue", targets, ({ deadLetterConfig }, stack) =>
    isDeadLetters(deadLetterConfig?.arn, stack),
  ),
  each(
    "only EventBridge, and only by the product's rules, may send to a queue from outside",
    queuePolicies,
    ({ policy }) =>
      policy.every(
        ({ Principal, Condition, Action }) =>
          same(Action, ["sqs:SendMessage"]) &&
          JSON.stringify(Principal).includes("events.amazonaws.com") &&
          !JSON.stringify(Principal).includes("*") &&
          Condition.some(
            ({ test, variable, values }) => test === "ArnEquals" && variable === "aws:SourceArn" && values.length > 0,
          ),
      ),
  ),
  {
    name: "every sweep has a schedule",
    find: (stack) => {
      const scheduled = schedules(stack).map(({ target }) => nameOfArn(target.arn));
      const handlers = readdirSync(join(root, "functions/sweeps")).map(
        (file) => `functions/sweeps/${file.slice(0, -3)}.handler`,
      );
      return handlers.filter((handler) => {
        const ids = stack.builds
          .filter((build) => build.handler === handler)
          .map(({ functionId }) => `${functionId}Function`);
        return !lambdas(stack).some(({ logicalName, name }) => ids.includes(logicalName) && scheduled.includes(name));
      });
    },
  },
  each(
    "every schedule is on and has a dead-letter queue",
    schedules,
    ({ state, target }, stack) => state === "ENABLED" && isDeadLetters(target.deadLetterConfig?.arn, stack),
  ),
  {
    // Lambda takes these events and answers at once: what fails then never comes back to who sent it.
    name: "functions that are called asynchronously keep what they could not take",
    find: (stack) => {
      const called = [...schedules(stack).map(({ target }) => target.arn), ...targets(stack).map(({ arn }) => arn)].map(
        nameOfArn,
      );
      const kept = invokeConfigs(stack).flatMap(({ functionName, destinationConfig }) =>
        isDeadLetters(destinationConfig?.onFailure.destination, stack) ? [functionName] : [],
      );
      return lambdas(stack).flatMap(({ name, logicalName }) =>
        called.includes(name) && !kept.includes(name) ? [logicalName] : [],
      );
    },
  },
];
