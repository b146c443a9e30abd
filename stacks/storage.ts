import { tableDefinition, ttlAttribute } from "@tessera/store/table";
import type { StageSettings } from "./settings.ts";

/** The table, and the bucket for files that are no texts. */
export function storage(stage: StageSettings) {
  return { table: table(stage), attachments: attachments(stage) };
}

/** The one table, made of the same definition as the local one. */
function table({ production }: StageSettings) {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = tableDefinition("tessera");
  return new sst.aws.Dynamo("Table", {
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
}

/**
 * Attachments of tickets (PX-47): private, reached by presigned URLs alone, encrypted, by https only. A file that was
 * overwritten or deleted can be had back for a month.
 */
function attachments({ production }: StageSettings) {
  const bucket = new sst.aws.Bucket("Attachments", {
    versioning: true,
    // A page that shows tickets runs anywhere; it needs a URL that was signed for it.
    cors: {
      allowOrigins: ["*"],
      allowMethods: ["GET", "HEAD", "PUT"],
      allowHeaders: ["content-type"],
      maxAge: "1 hour",
    },
    transform: {
      bucket: (bucket) => {
        // AWS refuses to delete a bucket that still holds files: outside production they go with their stage.
        bucket.forceDestroy = !production;
      },
    },
  });
  new aws.s3.BucketServerSideEncryptionConfiguration("AttachmentsEncryption", {
    bucket: bucket.name,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
  new aws.s3.BucketLifecycleConfiguration("AttachmentsLifecycle", {
    bucket: bucket.name,
    rules: [
      {
        id: "forget-what-is-no-longer-there",
        status: "Enabled",
        filter: {},
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        expiration: { expiredObjectDeleteMarker: true },
      },
    ],
  });
  return bucket;
}

function indexKeys(schema: readonly { AttributeName: string; KeyType: "HASH" | "RANGE" }[]) {
  const nameOf = (type: "HASH" | "RANGE") => schema.find(({ KeyType }) => KeyType === type)?.AttributeName ?? "";
  return { hashKey: nameOf("HASH"), rangeKey: nameOf("RANGE") };
}
