import { maxReceiveCount, visibilitySeconds } from "../functions/lib/limits.ts";

const daySeconds = 86_400;

/** Queues, each with its dead-letter queue, and the bus (X-32, X-34, X-40, B6). */
export function messaging() {
  return {
    jobs: queuePair("Jobs", visibilitySeconds.jobs),
    callbacks: queuePair("Callbacks", visibilitySeconds.callbacks),
    intake: queuePair("Intake", visibilitySeconds.intake),
    automations: queuePair("Automations", visibilitySeconds.automations),
    /** Detectors of the operator may send to it as well, by permissions that are theirs to give (LC-20). */
    anomalies: queuePair("Anomalies", visibilitySeconds.anomalies),
    /** Hints at incidents that a model or a platform is to be told of (LC-29). */
    incidents: queuePair("Incidents", visibilitySeconds.incidents),
    /** Read by the operator's own agents, whose permissions are theirs to give (PX-45). */
    agents: queuePair("Agents", visibilitySeconds.agents),
    /** Where EventBridge, schedules and the stream leave what their function could not take. */
    undelivered: deadLetterQueue("UndeliveredDlq"),
    /** The product's events. Automations attach their own rules to it (docs/DEPLOY.md). */
    bus: new sst.aws.Bus("Events"),
  };
}
export type Messaging = ReturnType<typeof messaging>;
export type QueuePair = ReturnType<typeof queuePair>;

function queuePair(name: string, visibility: number) {
  const deadLetters = deadLetterQueue(`${name}Dlq`);
  const queue = new sst.aws.Queue(name, {
    visibilityTimeout: `${visibility} seconds`,
    dlq: { queue: deadLetters.arn, retry: maxReceiveCount },
    transform: {
      queue: (args) => {
        args.sqsManagedSseEnabled = true;
        args.messageRetentionSeconds = 4 * daySeconds;
        args.receiveWaitTimeSeconds = 20;
      },
    },
  });
  return { queue, deadLetters };
}

/** Keeps its messages as long as SQS can: somebody has to look at them. */
function deadLetterQueue(name: string) {
  return new sst.aws.Queue(name, {
    transform: {
      queue: (args) => {
        args.sqsManagedSseEnabled = true;
        args.messageRetentionSeconds = 14 * daySeconds;
      },
    },
  });
}
