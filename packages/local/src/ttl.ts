import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  paginateScan,
} from "@aws-sdk/client-dynamodb";

interface TimeToLive {
  client: DynamoDBClient;
  tableName: string;
  /** The attribute that holds the second after which an item may go. */
  attribute: string;
}

/**
 * Deletes what is past its time to live, as DynamoDB does by itself: dynoxide stores the setting and nothing else. The
 * product never relies on it (B9). Answers how many items went.
 */
export async function deleteExpiredItems({ client, tableName, attribute }: TimeToLive, now: Date): Promise<number> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  const keyNames = (Table?.KeySchema ?? []).flatMap(({ AttributeName }) => AttributeName ?? []);
  const expired = {
    names: { "#ttl": attribute },
    values: { ":now": { N: String(Math.floor(now.getTime() / 1_000)) } },
    condition: "#ttl < :now",
  };

  let deleted = 0;
  // A Scan is right here and only here: this plays the database, not the product.
  const pages = paginateScan(
    { client },
    {
      TableName: tableName,
      FilterExpression: expired.condition,
      ExpressionAttributeNames: expired.names,
      ExpressionAttributeValues: expired.values,
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const command = new DeleteItemCommand({
        TableName: tableName,
        Key: pick(item, keyNames),
        ConditionExpression: expired.condition,
        ExpressionAttributeNames: expired.names,
        ExpressionAttributeValues: expired.values,
      });
      if (await wasDeleted(client, command)) deleted += 1;
    }
  }
  return deleted;
}

/** False when the item was given more time since it was read. */
async function wasDeleted(client: DynamoDBClient, command: DeleteItemCommand): Promise<boolean> {
  try {
    await client.send(command);
    return true;
  } catch (cause) {
    if (cause instanceof ConditionalCheckFailedException) return false;
    throw cause;
  }
}

function pick(item: Record<string, AttributeValue>, names: string[]): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}
