import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";

/** No socket to be had within this: the table is unreachable. calls.ts bounds what comes after (C4). */
const connectionTimeoutMs = 500;

const agent = { keepAlive: true, maxSockets: 128 };

/** The client that all parts use. Where the table is and who may read it, the SDK takes from the environment. */
export function createDynamoClient(
  options: Pick<DynamoDBClientConfig, "endpoint" | "region" | "credentials"> = {},
): DynamoDBClient {
  const client = new DynamoDBClient({
    ...options,
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
  // It builds a censored copy of every item for a logger that we do not have.
  client.middlewareStack.remove("loggerMiddleware");
  return client;
}
