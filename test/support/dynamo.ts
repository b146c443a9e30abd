import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createDynamoClient, tableDefinition } from "@tessera/store";
import { startDynoxide } from "../../packages/local/src/dynoxide.ts";

export interface TestDynamo {
  client: DynamoDBClient;
  endpoint: string;
  tableName: string;
  stop(): Promise<void>;
}

const tableName = "tessera-test";

/** A DynamoDB with the product's table, in a file rather than in memory, as the stream's index needs one. */
export async function startDynamo(): Promise<TestDynamo> {
  const folder = mkdtempSync(join(process.env.TESSERA_TEST_FOLDER ?? tmpdir(), "dynamo-"));
  const engine = await startDynoxide({ dataFile: join(folder, "table.sqlite") });
  const client = testClient(engine.endpoint);
  await client.send(new CreateTableCommand(tableDefinition(tableName)));
  return {
    client,
    endpoint: engine.endpoint,
    tableName,
    stop: async () => {
      client.destroy();
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The product's own client, with any credentials: the local engine takes all. */
export function testClient(endpoint: string): DynamoDBClient {
  return createDynamoClient({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
}
