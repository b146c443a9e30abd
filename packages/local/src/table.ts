import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";

const createLimitSeconds = 30;

/** Makes the table where it does not exist yet. Answers the ARN of its stream. */
export async function ensureTable(client: DynamoDBClient, definition: CreateTableCommandInput): Promise<string> {
  const { TableName } = definition;
  try {
    await client.send(new DescribeTableCommand({ TableName }));
  } catch (cause) {
    if (!(cause instanceof ResourceNotFoundException)) throw cause;
    await createTable(client, definition);
  }
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (!Table?.LatestStreamArn) throw new Error(`The table ${TableName} has no stream: remove it and start again`);
  return Table.LatestStreamArn;
}

async function createTable(client: DynamoDBClient, definition: CreateTableCommandInput): Promise<void> {
  try {
    await client.send(new CreateTableCommand(definition));
  } catch (cause) {
    // Another process of the same engine was faster.
    if (!(cause instanceof ResourceInUseException)) throw cause;
  }
  await waitUntilTableExists(
    { client, maxWaitTime: createLimitSeconds, minDelay: 1 },
    { TableName: definition.TableName },
  );
}
