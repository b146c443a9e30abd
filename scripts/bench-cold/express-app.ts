import { createHash, randomUUID } from "node:crypto";
import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import express, { type NextFunction, type Request, type Response } from "express";
import serverless from "serverless-http";
import * as z from "zod";

/**
 * What many would write: Express behind serverless-http, the same SDK, the same table and queue, and two routes of ours
 * without the rest of the product. The yardstick of `npm run bench:cold`.
 */
const environment = z
  .object({ TESSERA_TABLE: z.string(), TESSERA_JOBS_QUEUE_URL: z.url() })
  .parse(Object.fromEntries(Object.entries(process.env)));
const table = new DynamoDBClient({});
const queue = new SQSClient({ useQueueUrlAsEndpoint: false });
const TableName = environment.TESSERA_TABLE;

const Submit = z.strictObject({
  schema_version: z.literal("tickets.input.v1"),
  idempotency_key: z.string().min(1).max(255),
  title: z.string().min(1).max(500),
  spec: z.string().min(1),
  options: z.object({}).loose().optional(),
  callback_url: z.url().optional(),
});

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

async function find(pk: string, sk: string) {
  const { Item } = await table.send(new GetItemCommand({ TableName, Key: marshall({ pk, sk }), ConsistentRead: true }));
  return Item && unmarshall(Item);
}

async function signIn(request: Request, response: Response, next: NextFunction) {
  const key = request.get("authorization")?.replace("Bearer ", "") ?? "";
  const known = await find(`KEY#${sha256(key)}`, "KEY");
  if (known) next();
  else response.status(401).json({ error: { code: "unauthorized", message: "Unknown key" } });
}

const app = express();
app.use(express.json({ limit: "256kb" }));
app.use(signIn);

app.post("/tickets/v1/jobs", async (request, response) => {
  const submit = Submit.parse(request.body);
  const jobId = randomUUID();
  const createdAt = new Date().toISOString();
  const job = { jobId, title: submit.title, spec: submit.spec, status: "queued", createdAt };
  const marker = `IDEMPOTENCY#express#${sha256(submit.idempotency_key)}`;
  const ConditionExpression = "attribute_not_exists(pk)";
  await table.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName, Item: marshall({ pk: `EXPRESS#${jobId}`, sk: "JOB", ...job }), ConditionExpression } },
        { Put: { TableName, Item: marshall({ pk: marker, sk: "IDEMPOTENCY", jobId }), ConditionExpression } },
      ],
    }),
  );
  const MessageBody = JSON.stringify({ jobId });
  await queue.send(new SendMessageCommand({ QueueUrl: environment.TESSERA_JOBS_QUEUE_URL, MessageBody }));
  response.status(202).json({ job_id: jobId, status: "queued", created_at: createdAt });
});

app.get("/tickets/v1/jobs/:id", async (request, response) => {
  const job = await find(`EXPRESS#${request.params.id}`, "JOB");
  if (job) response.json({ job_id: job.jobId, status: job.status, created_at: job.createdAt });
  else response.status(404).json({ error: { code: "not_found", message: "No such job" } });
});

export const handler = serverless(app);
