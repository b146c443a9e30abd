import { tableDefinition, ttlAttribute } from "@tessera/store/table";
import type { StageSettings } from "./settings.ts";

/** The one table, made of the same definition as the local one. */
export function storage({ production }: StageSettings) {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = tableDefinition("tessera");
  const table = new sst.aws.Dynamo("Table", {
    fields: Object.fromEntries(AttributeDefinitions.map(({ AttributeName }) => [AttributeName, "string" as const])),
    primaryIndex: indexKeys(KeySchema),
    globalIndexes: Object.fromEntries(
      GlobalSecondaryIndexes.map((index) => [
        index.IndexName,
        { ...indexKeys(index.KeySchema), projection: "keys-only" as const },
      ]),
    ),
    ttl: ttlAttribute,
    stream: "new-image",
    deletionProtection: production,
    transform: {
      table: (table) => {
        table.serverSideEncryption = { enabled: true };
        table.pointInTimeRecovery = { enabled: true, recoveryPeriodInDays: 35 };
      },
    },
  });
  return { table };
}

function indexKeys(schema: readonly { AttributeName: string; KeyType: "HASH" | "RANGE" }[]) {
  const nameOf = (type: "HASH" | "RANGE") => schema.find(({ KeyType }) => KeyType === type)?.AttributeName ?? "";
  return { hashKey: nameOf("HASH"), rangeKey: nameOf("RANGE") };
}
