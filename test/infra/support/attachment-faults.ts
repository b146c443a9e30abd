import * as z from "zod";
import { change, changePolicy, changeVariables, type Fault, inputsOf, remove } from "./plant.ts";

/** PX-47: the bucket and who reaches it. */
export const attachmentFaults: readonly Fault[] = [
  {
    name: "a bucket that may be made public",
    check: "nothing in the bucket can be made public",
    plant: change("bucketAccess", "AttachmentsPublicAccessBlock", { restrictPublicBuckets: false }),
  },
  {
    name: "a bucket without any block of public access",
    check: "nothing in the bucket can be made public",
    plant: remove("bucketAccess", "AttachmentsPublicAccessBlock"),
  },
  {
    name: "a bucket that answers over http",
    check: "the bucket is reached by https alone, and its policy allows nobody anything",
    plant: remove("bucketPolicy", "AttachmentsPolicy"),
  },
  {
    name: "a bucket that allows https instead of forbidding http",
    check: "the bucket is reached by https alone, and its policy allows nobody anything",
    plant: (stack) => {
      const inputs = inputsOf(stack, "bucketPolicy", "AttachmentsPolicy");
      inputs.policy = String(inputs.policy).replace('"Deny"', '"Allow"');
    },
  },
  {
    name: "files that lie about unencrypted",
    check: "files are encrypted where they lie",
    plant: change("bucketEncryption", "AttachmentsEncryption", { bucket: "another" }),
  },
  {
    name: "files that an upload destroys",
    check: "an overwritten file can be had back",
    plant: change("bucketVersioning", "AttachmentsVersioning", { versioningConfiguration: { status: "Suspended" } }),
  },
  {
    name: "files that expire",
    check: "old versions and uploads that never ended are forgotten, files are not",
    plant: (stack) => {
      const inputs = inputsOf(stack, "bucketLifecycle", "AttachmentsLifecycle");
      inputs.rules = z
        .array(z.object({}).loose())
        .parse(inputs.rules)
        .map((rule) => ({ ...rule, expiration: { days: 30 } }));
    },
  },
  {
    name: "pages that may delete files",
    check: "a page of any origin may send and fetch files, and do nothing else",
    plant: (stack) => {
      const inputs = inputsOf(stack, "bucketCors", "AttachmentsCors");
      inputs.corsRules = z
        .array(z.object({}).loose())
        .parse(inputs.corsRules)
        .map((rule) => ({ ...rule, allowedMethods: ["GET", "HEAD", "PUT", "DELETE"] }));
    },
  },
  {
    name: "production files that go away with their bucket",
    check: "a bucket with files goes away with its stage, but never in production",
    plant: change("bucket", "AttachmentsBucket", { forceDestroy: true }),
  },
  {
    name: "an API that may delete files",
    check: "only the API puts and gets files, and nothing but files of tickets",
    plant: changePolicy("ApiRole", '"s3:GetObject"', '"s3:GetObject","s3:DeleteObject"'),
  },
  {
    name: "an API that reaches the whole bucket",
    check: "only the API puts and gets files, and nothing but files of tickets",
    plant: changePolicy("ApiRole", "/attachments/*", "/*"),
  },
  {
    name: "a worker that reads files",
    check: "only the API puts and gets files, and nothing but files of tickets",
    plant: changePolicy("StartJobRole", '"sqs:ReceiveMessage"', '"sqs:ReceiveMessage","s3:GetObject"'),
  },
  {
    name: "a function that looks for files elsewhere",
    check: "there is one bucket, and every function knows its name",
    plant: changeVariables("ApiFunction", { TESSERA_ATTACHMENTS_BUCKET: "tessera-other" }),
  },
];
