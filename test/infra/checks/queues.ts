import { maxReceiveCount } from "../../../functions/lib/limits.ts";
import { type Lambda, lambdas, mappings, nameOfArn, type Queue, queues } from "../support/resources.ts";
import type { Stack } from "../support/stack.ts";
import { type Check, each } from "./check.ts";

const isDeadLetters = ({ logicalName }: Queue) => logicalName.includes("Dlq");
const workQueues = (stack: Stack) => queues(stack).filter((queue) => !isDeadLetters(queue));
/** All but the one that the operator's own agents read (PX-45). */
const ownQueues = (stack: Stack) => workQueues(stack).filter(({ logicalName }) => logicalName !== "AgentsQueue");

function deadLettersOf(queue: Queue, stack: Stack): Queue | undefined {
  const target = queue.redrivePolicy?.deadLetterTargetArn ?? "";
  return queues(stack).find(({ name }) => name === nameOfArn(target));
}

function mappingsOf(queue: Queue, stack: Stack) {
  return mappings(stack).filter(({ eventSourceArn }) => nameOfArn(eventSourceArn) === queue.name);
}

function functionNamed(name: string, stack: Stack): Lambda | undefined {
  return lambdas(stack).find((lambda) => lambda.name === name);
}

/** B6, X-32, X-40. */
export const queueChecks: readonly Check[] = [
  each(
    "every queue redrives to a dead-letter queue after the product's number of receives",
    workQueues,
    (queue, stack) => {
      const received = queue.redrivePolicy?.maxReceiveCount ?? 0;
      return deadLettersOf(queue, stack) !== undefined && received >= 5 && received === maxReceiveCount;
    },
  ),
  each("dead letters are kept longer than the messages of their queue, for two weeks", workQueues, (queue, stack) => {
    const kept = deadLettersOf(queue, stack)?.messageRetentionSeconds ?? 0;
    return kept > queue.messageRetentionSeconds && kept === 14 * 86_400;
  }),
  each("every queue has exactly one function", ownQueues, (queue, stack) => mappingsOf(queue, stack).length === 1),
  each("a message stays hidden six times as long as its function may take", workQueues, (queue, stack) =>
    mappingsOf(queue, stack).every(({ functionName, maximumBatchingWindowInSeconds }) => {
      const timeout = functionNamed(functionName, stack)?.timeout ?? Number.POSITIVE_INFINITY;
      return queue.visibilityTimeoutSeconds >= 6 * timeout + maximumBatchingWindowInSeconds;
    }),
  ),
  each("queues and stream are told which messages of a batch failed", mappings, ({ functionResponseTypes }) =>
    functionResponseTypes.includes("ReportBatchItemFailures"),
  ),
  each("every queue is encrypted", queues, ({ sqsManagedSseEnabled }) => sqsManagedSseEnabled),
];
