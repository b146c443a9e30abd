import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { StartError } from "./start-error.ts";

const createLimitSeconds = 30;

/** Filling an index from a table of many years may take this long. */
const indexLimitMs = 10 * 60_000;
const indexPollMs = 200;

/**
 * Makes the table where it does not exist yet, and gives one of an earlier release the indexes that it lacks (N5).
 * Answers the ARN of its stream.
 */
export async function ensureTable(client: DynamoDBClient, definition: CreateTableCommandInput): Promise<string> {
  const { TableName } = definition;
  try {
    await client.send(new DescribeTableCommand({ TableName }));
  } catch (cause) {
    if (!(cause instanceof ResourceNotFoundException)) throw cause;
    await createTable(client, definition);
  }
  const table = await addMissingIndexes(client, definition);
  if (!table?.LatestStreamArn) throw new Error(`The table ${TableName} has no stream: remove it and start again`);
  return table.LatestStreamArn;
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

/** One index at a time: an update of a table may not add two. */
async function addMissingIndexes(
  client: DynamoDBClient,
  definition: CreateTableCommandInput,
): Promise<TableDescription | undefined> {
  let table = await describe(client, definition);
  for (const index of definition.GlobalSecondaryIndexes ?? []) {
    if (indexStatus(table, index) === undefined) await addIndex(client, definition, index);
    table = await untilActive(client, definition, index);
  }
  return table;
}

async function addIndex(
  client: DynamoDBClient,
  definition: CreateTableCommandInput,
  index: GlobalSecondaryIndex,
): Promise<void> {
  const { TableName, AttributeDefinitions = [] } = definition;
  const named = new Set(index.KeySchema?.map(({ AttributeName }) => AttributeName));
  try {
    await client.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions: AttributeDefinitions.filter(({ AttributeName }) => named.has(AttributeName)),
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      }),
    );
  } catch (cause) {
    // Another process of the same engine was faster.
    if (indexStatus(await describe(client, definition), index) !== undefined) return;
    const advice = "start the release before, or keep that folder and start with another TESSERA_DATA_DIR";
    throw new StartError(`The table ${TableName} cannot be given the index ${index.IndexName}: ${advice}`, { cause });
  }
}

async function untilActive(client: DynamoDBClient, definition: CreateTableCommandInput, index: GlobalSecondaryIndex) {
  const deadline = Date.now() + indexLimitMs;
  for (;;) {
    const table = await describe(client, definition);
    if (indexStatus(table, index) === "ACTIVE") return table;
    if (Date.now() > deadline)
      throw new StartError(`The index ${index.IndexName} is not filled yet: start again later`);
    await new Promise((resolve) => setTimeout(resolve, indexPollMs));
  }
}

async function describe(client: DynamoDBClient, { TableName }: CreateTableCommandInput) {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  return Table;
}

function indexStatus(table: TableDescription | undefined, { IndexName }: GlobalSecondaryIndex) {
  return table?.GlobalSecondaryIndexes?.find((known) => known.IndexName === IndexName)?.IndexStatus;
}
