import * as z from "zod";
import { bucketPolicies, buckets, lambdas, ofType, roles, type types } from "../support/resources.ts";
import type { Stack } from "../support/stack.ts";
import { type Check, each } from "./check.ts";

const Rules = z.object({ bucket: z.string(), rules: z.array(z.record(z.string(), z.unknown())) });

/** What one of the bucket's settings must be; the setting of another bucket does not count. */
function setting(name: string, type: keyof typeof types, expected: z.ZodType): Check {
  return each(name, buckets, (bucket, stack) =>
    ofType(stack, type).some(({ inputs }) => inputs.bucket === bucket.bucket && expected.safeParse(inputs).success),
  );
}

const oneRule = (rule: z.ZodType) => Rules.extend({ rules: z.array(rule).length(1) });

/** PX-47: the bucket for the files of tickets. */
export const attachmentChecks: readonly Check[] = [
  {
    name: "there is one bucket, and every function knows its name",
    find: (stack) => {
      const [bucket, ...others] = buckets(stack);
      const strangers = lambdas(stack).filter(
        ({ environment }) => environment.variables.TESSERA_ATTACHMENTS_BUCKET !== bucket?.bucket,
      );
      return [...others, ...strangers].map(({ logicalName }) => logicalName);
    },
  },
  setting(
    "nothing in the bucket can be made public",
    "bucketAccess",
    z.object({
      blockPublicAcls: z.literal(true),
      blockPublicPolicy: z.literal(true),
      ignorePublicAcls: z.literal(true),
      restrictPublicBuckets: z.literal(true),
    }),
  ),
  each("the bucket is reached by https alone, and its policy allows nobody anything", buckets, isHttpsOnly),
  setting(
    "files are encrypted where they lie",
    "bucketEncryption",
    oneRule(
      z.object({ applyServerSideEncryptionByDefault: z.object({ sseAlgorithm: z.enum(["AES256", "aws:kms"]) }) }),
    ),
  ),
  setting(
    "an overwritten file can be had back",
    "bucketVersioning",
    z.object({ versioningConfiguration: z.object({ status: z.literal("Enabled") }) }),
  ),
  setting(
    "old versions and uploads that never ended are forgotten, files are not",
    "bucketLifecycle",
    oneRule(
      z.strictObject({
        id: z.string(),
        status: z.literal("Enabled"),
        filter: z.strictObject({}),
        abortIncompleteMultipartUpload: z.object({ daysAfterInitiation: z.number() }),
        noncurrentVersionExpiration: z.object({ noncurrentDays: z.number().min(7) }),
        expiration: z.strictObject({ expiredObjectDeleteMarker: z.literal(true) }),
      }),
    ),
  ),
  setting(
    "a page of any origin may send and fetch files, and do nothing else",
    "bucketCors",
    z.object({
      corsRules: z.tuple([
        z.object({
          allowedOrigins: z.tuple([z.literal("*")]),
          allowedMethods: z.tuple([z.literal("GET"), z.literal("HEAD"), z.literal("PUT")]),
          allowedHeaders: z.tuple([z.literal("content-type")]),
        }),
      ]),
    }),
  ),
  each(
    "a bucket with files goes away with its stage, but never in production",
    buckets,
    ({ forceDestroy }, { stage }) => forceDestroy === (stage !== "production"),
  ),
  {
    name: "only the API puts and gets files, and nothing but files of tickets",
    find: (stack) => {
      const [bucket] = buckets(stack);
      const expected = [`ApiRole: s3:PutObject,s3:GetObject on arn:aws:s3:::${bucket?.bucket}/attachments/*`];
      const found = grantsOnFiles(stack);
      return found.join() === expected.join() ? [] : [found.join() || "nobody"];
    },
  },
];

function isHttpsOnly({ bucket }: { bucket: string }, stack: Stack): boolean {
  const statements = bucketPolicies(stack).filter((policy) => policy.bucket === bucket);
  const [statement, ...others] = statements.flatMap(({ policy }) => policy);
  return (
    others.length === 0 &&
    statement?.Effect === "Deny" &&
    statement.Action.join() === "s3:*" &&
    statement.Resource.join() === `arn:aws:s3:::${bucket},arn:aws:s3:::${bucket}/*` &&
    JSON.stringify(statement.Principal) === '[{"identifiers":["*"],"type":"*"}]' &&
    statement.Condition.map(({ test, variable, values }) => `${test} ${variable} ${values}`).join() ===
      "Bool aws:SecureTransport false"
  );
}

function grantsOnFiles(stack: Stack): string[] {
  return roles(stack).flatMap(({ logicalName, statements }) =>
    statements
      .filter(({ Action }) => Action.some((action) => action.startsWith("s3")))
      .map(({ Action, Resource }) => `${logicalName}: ${Action} on ${Resource}`),
  );
}
