import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";

/** Each entity says in `entities/` what it puts into which index; ACCESS-PATTERNS.md lists them all. */
export const indexNames = ["gsi1", "gsi2", "gsi3", "gsi4", "gsi5", "gsi6", "gsi7", "gsi8", "gsi9", "gsi10"] as const;
export type IndexName = (typeof indexNames)[number];

/** Seconds since 1970; DynamoDB drops an item some time after it, so readers never rely on that (B9). */
export const ttlAttribute = "ttl";

/**
 * The one source of keys, indexes and stream, for the cloud and for a laptop. Indexes hold keys alone: a change
 * that moves no key costs no index write, and a list reads its rows strongly consistent from the table (B10).
 */
export function tableDefinition(tableName: string) {
  const keyNames = ["pk", "sk", ...indexNames.flatMap((index) => [`${index}pk`, `${index}sk`])];
  return {
    TableName: tableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: keyNames.map((name) => ({ AttributeName: name, AttributeType: "S" as const })),
    KeySchema: keySchema("pk", "sk"),
    GlobalSecondaryIndexes: indexNames.map((index) => ({
      IndexName: index,
      KeySchema: keySchema(`${index}pk`, `${index}sk`),
      Projection: { ProjectionType: "KEYS_ONLY" as const },
    })),
    // Events are made of audit entries, which are only ever added: their new image is all that a reader needs.
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
  } satisfies CreateTableCommandInput;
}

function keySchema(partition: string, sort: string) {
  return [
    { AttributeName: partition, KeyType: "HASH" as const },
    { AttributeName: sort, KeyType: "RANGE" as const },
  ];
}
