import { tableDefinition, ttlAttribute } from "@tessera/store/table";
import * as z from "zod";
import { ofType } from "../support/resources.ts";
import type { Stack } from "../support/stack.ts";
import type { Check } from "./check.ts";

const Table = z.object({
  attributes: z.array(z.object({ name: z.string(), type: z.string() })),
  billingMode: z.string(),
  hashKey: z.string(),
  rangeKey: z.string(),
  globalSecondaryIndexes: z.array(
    z.object({ name: z.string(), hashKey: z.string(), rangeKey: z.string(), projectionType: z.string() }),
  ),
  streamEnabled: z.boolean(),
  streamViewType: z.string().optional(),
  ttl: z.object({ attributeName: z.string(), enabled: z.boolean() }).optional(),
  pointInTimeRecovery: z.object({ enabled: z.boolean() }).optional(),
  serverSideEncryption: z.object({ enabled: z.boolean() }).optional(),
  deletionProtectionEnabled: z.boolean().optional(),
});
type Table = z.infer<typeof Table>;

/** X-30, B9, N2: the one table. */
export const storageChecks: readonly Check[] = [
  {
    name: "there is one table",
    find: (stack) => (ofType(stack, "table").length === 1 ? [] : [`${ofType(stack, "table").length} tables`]),
  },
  {
    name: "keys, indexes and stream are those of the local table",
    find: (stack) => differences(shapeOf(tableOf(stack)), localShape()),
  },
  {
    name: "declared attributes and key attributes are the same set",
    find: (stack) => {
      const table = tableOf(stack);
      const indexKeys = table.globalSecondaryIndexes.flatMap(({ hashKey, rangeKey }) => [hashKey, rangeKey]);
      const used = [table.hashKey, table.rangeKey, ...indexKeys].toSorted();
      return differences(used, table.attributes.map(({ name }) => name).toSorted());
    },
  },
  {
    name: "items expire by the product's attribute",
    find: ({ ...stack }) => differences(tableOf(stack).ttl, { attributeName: ttlAttribute, enabled: true }),
  },
  {
    name: "the table can be restored, is encrypted, and production's cannot be deleted",
    find: (stack) => {
      const table = tableOf(stack);
      return [
        ...(table.pointInTimeRecovery?.enabled ? [] : ["no point-in-time recovery"]),
        ...(table.serverSideEncryption?.enabled ? [] : ["not encrypted"]),
        ...(table.deletionProtectionEnabled === (stack.stage === "production") ? [] : ["deletion protection"]),
      ];
    },
  },
  {
    name: "production is kept and protected, other stages are not",
    find: ({ stage, removal, protect }) => {
      const expected =
        stage === "production" ? { removal: "retain", protect: true } : { removal: "remove", protect: false };
      return differences({ removal, protect }, expected);
    },
  },
];

function tableOf(stack: Stack): Table {
  return Table.parse(ofType(stack, "table")[0]?.inputs);
}

function shapeOf(table: Table) {
  return {
    keys: [table.hashKey, table.rangeKey],
    indexes: table.globalSecondaryIndexes.map((index) => [
      index.name,
      index.hashKey,
      index.rangeKey,
      index.projectionType,
    ]),
    attributes: table.attributes.map(({ name, type }) => [name, type]),
    billing: table.billingMode,
    stream: table.streamEnabled && table.streamViewType,
  };
}

function localShape() {
  const local = tableDefinition("any");
  const keysOf = (schema: { AttributeName: string }[]) => schema.map(({ AttributeName }) => AttributeName);
  return {
    keys: keysOf(local.KeySchema),
    indexes: local.GlobalSecondaryIndexes.map((index) => [
      index.IndexName,
      ...keysOf(index.KeySchema),
      index.Projection.ProjectionType,
    ]),
    attributes: local.AttributeDefinitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]),
    billing: local.BillingMode,
    stream: local.StreamSpecification.StreamEnabled && local.StreamSpecification.StreamViewType,
  };
}

function differences(found: unknown, expected: unknown): string[] {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  return left === right ? [] : [`${left} instead of ${right}`];
}
