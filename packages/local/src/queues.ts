import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import { localAwsAccount } from "./aws-account.ts";
import { localAccount, localArn, localRegion } from "./lambda.ts";

export interface LocalQueue {
  url: string;
  arn: string;
  deadLetterUrl: string;
}

export interface QueueServer<Name extends string> {
  endpoint: string;
  client: SQSClient;
  queues: Record<Name, LocalQueue>;
  stop(): Promise<void>;
}

/** A dead-letter queue keeps its messages longer than its source. */
const deadLetterRetentionSeconds = 14 * 86_400;

/**
 * SQS on loopback, in memory: a message is only a hint, and the table is the truth. A message that fails comes back
 * after its queue's visibility timeout and goes to the dead-letter queue after `maxReceiveCount` receives (B4).
 */
export async function startQueueServer<Name extends string>(options: {
  /** By name: how long a received message stays hidden, six times what its function may take (B6). */
  visibilitySeconds: Record<Name, number>;
  maxReceiveCount: number;
}): Promise<QueueServer<Name>> {
  // Not `startFauxqs`: that listens on every interface.
  const app = buildApp({ logger: false, defaultRegion: localRegion });
  const endpoint = await app.listen({ host: "127.0.0.1", port: 0 });
  const client = new SQSClient({ endpoint, ...localAwsAccount });

  const create = async (name: Name): Promise<[string, LocalQueue]> => {
    const deadLetters = await createQueue(client, endpoint, `tessera-${name}-dead-letters`, {
      MessageRetentionPeriod: String(deadLetterRetentionSeconds),
    });
    const queue = await createQueue(client, endpoint, `tessera-${name}`, {
      VisibilityTimeout: String(options.visibilitySeconds[name]),
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: deadLetters.arn,
        maxReceiveCount: options.maxReceiveCount,
      }),
    });
    return [name, { ...queue, deadLetterUrl: deadLetters.url }];
  };

  // The keys of a typed record are its names.
  const names = Object.keys(options.visibilitySeconds) as Name[];
  const queues = Object.fromEntries(await Promise.all(names.map(create))) as Record<Name, LocalQueue>;
  return {
    endpoint,
    client,
    queues,
    async stop() {
      client.destroy();
      await app.close();
    },
  };
}

async function createQueue(client: SQSClient, endpoint: string, name: string, attributes: Record<string, string>) {
  await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  // The URL that fauxqs answers has a host name that only some resolvers know; it reads nothing but the path.
  const url = `${endpoint}/${localAccount}/${name}`;
  return { url, arn: localArn("sqs", name) };
}
