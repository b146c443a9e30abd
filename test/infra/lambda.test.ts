import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AttributeValue, QueryCommand } from "@aws-sdk/client-dynamodb";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { bootstrapAccess } from "@tessera/core/access";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testClient } from "../support/dynamo.ts";
import { startReceiver } from "../support/receiver.ts";
import { type Cloud, callUrl, edgeKey, type Handler, loadHandler, recordedEvent, startCloud } from "./support/cloud.ts";
import { loadStack, root } from "./support/stack.ts";

let cloud: Cloud;
let key: string;
let clientId: string;

// Its bundles are what is called here.
await loadStack("production");

beforeAll(async () => {
  cloud = await startCloud();
  const { runtime } = await import("../../functions/lib/runtime.ts");
  const access = await bootstrapAccess(runtime.systemContext("bootstrap"), { fixedKey: "tsk_test_0123456789abcdef" });
  key = access.key ?? "tsk_test_0123456789abcdef";
  const stored = await submit({ idempotency_key: "who-am-i" });
  clientId = String((await rowOf(stored.jobId)).clientId?.S);
});
afterAll(() => cloud.stop());

const spec = "# Reset a password\n\n- The user must be able to reset a forgotten password by e-mail.\n";
const executionId = "2026-03-13T12:01:02.092Z";

/** A request as the function URL hands it on, come through the edge. */
function request(method: string, path: string, options: { body?: object; headers?: Record<string, string> } = {}) {
  const event = recordedEvent("function-url");
  const { headers, requestContext } = event as { headers: object; requestContext: { http: object } };
  const [rawPath = "", rawQueryString = ""] = path.split("?");
  return {
    ...event,
    rawPath,
    rawQueryString,
    headers: { ...headers, "x-tessera-edge": edgeKey, "x-tessera-viewer": "198.51.100.7", ...options.headers },
    requestContext: { ...requestContext, http: { ...requestContext.http, method, path: rawPath } },
    ...(options.body && { body: Buffer.from(JSON.stringify(options.body)).toString("base64"), isBase64Encoded: true }),
  };
}

async function ask(method: string, path: string, body?: object) {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  return callUrl(await loadHandler("Api"), request(method, path, { headers, ...(body && { body }) }));
}

async function submit(fields: object): Promise<{ status: number; jobId: string }> {
  const body = { schema_version: "tickets.input.v1", title: "Passwords", spec, ...fields };
  const answer = await ask("POST", "/tickets/v1/jobs", body);
  return { status: answer.statusCode, jobId: JSON.parse(answer.body).job_id };
}

function queueEvent(...bodies: string[]) {
  const record = recordedEvent("queue-record");
  return { Records: bodies.map((body, index) => ({ ...record, messageId: `message-${index}`, body })) };
}

async function rowOf(jobId: string): Promise<Record<string, AttributeValue>> {
  const client = testClient(cloud.backend.databaseUrl);
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: "tessera",
      KeyConditionExpression: "pk = :pk AND sk = :sk",
      ExpressionAttributeValues: { ":pk": { S: `JOB#${jobId}` }, ":sk": { S: "JOB" } },
    }),
  );
  client.destroy();
  return Items[0] ?? {};
}

const statusOf = async (jobId: string) => (await rowOf(jobId)).status?.S;

describe("the API behind its function URL", () => {
  it("takes a job, and streams the answer", async () => {
    const answer = await submit({ idempotency_key: "url-1" });

    expect(answer).toEqual({ status: 202, jobId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });

  it.each(["", "another-key-0123456789"])(
    "answers nobody who does not come through CloudFront (key: '%s')",
    async (given) => {
      const event = request("GET", "/health", { headers: { "x-tessera-edge": given } });

      const answer = await callUrl(await loadHandler("Api"), event);

      expect(answer.statusCode).toBe(403);
      expect(answer.body).not.toContain("healthy");
    },
  );

  it.each([
    ["https://tessera.example", 303],
    ["https://evil.example", 403],
  ])("takes a form of %s as one of a page of its own name: %i (C-23)", async (origin, status) => {
    const headers = {
      "x-tessera-host": "tessera.example",
      origin,
      "content-type": "application/x-www-form-urlencoded",
    };
    const event = {
      ...request("POST", "/dashboard/sign-in", { headers }),
      body: Buffer.from(`key=${key}`).toString("base64"),
      isBase64Encoded: true,
    };

    const answer = await callUrl(await loadHandler("Api"), event);

    expect(answer.statusCode).toBe(status);
  });

  it("serves the files of its documentation from beside the bundle", async () => {
    const beside = join(root, ".sst/synth/functions/ApiWithAssets");
    cpSync(join(root, ".sst/synth/functions/Api"), beside, { recursive: true });
    mkdirSync(join(beside, "assets/swagger-ui"), { recursive: true });
    writeFileSync(join(beside, "assets/swagger-ui/swagger-ui.css"), ".copied {}");

    const answer = await callUrl(await loadHandler("ApiWithAssets"), request("GET", "/docs/swagger-ui.css"));

    expect(answer).toMatchObject({ statusCode: 200, body: ".copied {}" });
  });

  it("loads the parser of Markdown when HTML is first asked for (PX-46)", async () => {
    const { id } = JSON.parse((await ask("POST", "/api/v1/tickets", { subject: "Out of the bundle" })).body);
    await ask("POST", `/api/v1/tickets/${id}/messages`, { content: "**bold**" });

    const answer = await ask("GET", `/api/v1/tickets/${id}/messages?render=html`);

    const { messages } = JSON.parse(answer.body);
    expect(messages[0].contentHtml).toBe("<p><strong>bold</strong></p>\n");
  });

  it("loads the parser of YAML when triggers are first exported (PX-66)", async () => {
    const answer = await ask("GET", "/api/v1/triggers/export");

    expect(answer).toMatchObject({ statusCode: 200, body: expect.stringContaining("triggers:") });
  });

  it("serves the same contract from its bundle as from its sources", async () => {
    const { app } = await import("../../functions/lib/app.ts");
    const fromSources: { paths: object } = JSON.parse(
      await (await app.fetch(new Request("http://127.0.0.1/openapi.json"))).text(),
    );

    const fromBundle = await callUrl(await loadHandler("Api"), request("GET", "/openapi.json"));

    expect(JSON.parse(fromBundle.body).paths).toEqual(fromSources.paths);
  });
});

describe("the states of the workflow", () => {
  const stages: readonly (readonly [functionId: string, outcome: string, name?: string])[] = [
    ["PreparePrompt", "ready"],
    ["GenerateTickets", "ready"],
    ["ValidateOutput", "ready"],
    ["CompleteJob", "stop", "complete"],
  ];

  it("bring a job from its spec to its tickets, each function from its own bundle", async () => {
    const { jobId } = await submit({ idempotency_key: "stages-1" });
    const outcomes: unknown[] = [];

    for (const [functionId, , name] of stages) {
      const handler = await loadHandler(functionId, name);
      outcomes.push(await handler({ jobId, executionId }));
    }

    expect(outcomes).toEqual(stages.map(([, outcome]) => ({ jobId, outcome })));
    expect(await statusOf(jobId)).toBe("completed");
  });

  it("end a job whose stage failed for good, with the error that Lambda reported", async () => {
    const { jobId } = await submit({ idempotency_key: "stages-2" });
    await (await loadHandler("PreparePrompt"))({ jobId, executionId });

    const handler = await loadHandler("FailJob", "fail");
    const answer = await handler({ jobId, executionId, failure: recordedEvent("task-failed") });

    expect(answer).toEqual({ jobId, outcome: "stop" });
    expect(await statusOf(jobId)).toBe("failed");
  });

  it("fail by a name that Step Functions can retry by, or not", async () => {
    const handler = await loadHandler("PreparePrompt");

    await expect(handler({ job: "without an id" })).rejects.toMatchObject({ name: "Permanent" });
  });
});

describe("the finalizer", () => {
  const ended = (jobId: string, changes: object) => {
    const event = recordedEvent("execution-ended") as { detail: object };
    return { ...event, detail: { ...event.detail, name: jobId, ...changes } };
  };

  it.each(["ABORTED", "TIMED_OUT", "FAILED"])("ends the job of an execution that is %s", async (status) => {
    const { jobId } = await submit({ idempotency_key: `finalize-${status}` });
    await (await loadHandler("PreparePrompt"))({ jobId, executionId });

    await (await loadHandler("FinalizeJob"))(ended(jobId, { status }));

    expect(await statusOf(jobId)).toBe("failed");
  });

  it("leaves a job that has ended as it is", async () => {
    const { jobId } = await submit({ idempotency_key: "finalize-ended" });
    for (const id of ["PreparePrompt", "GenerateTickets"]) await (await loadHandler(id))({ jobId, executionId });
    await (await loadHandler("CompleteJob", "complete"))({ jobId, executionId });

    const answer = await (await loadHandler("FinalizeJob"))(ended(jobId, { status: "ABORTED" }));

    expect(answer).toEqual({ jobId, outcome: "stop" });
    expect(await statusOf(jobId)).toBe("completed");
  });
});

describe("the queues' functions", () => {
  it("start what they can of a batch, and name the rest", async () => {
    const { jobId } = await submit({ idempotency_key: "queue-1" });
    const handler = await loadHandler("StartJob");

    const answer = await handler(queueEvent(JSON.stringify({ jobId }), "no JSON", JSON.stringify({ other: 1 })));

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "message-1" }, { itemIdentifier: "message-2" }] });
  });

  it("deliver a callback that is due", async () => {
    const receiver = await startReceiver();
    const { jobId } = await submit({ idempotency_key: "queue-2", callback_url: `${receiver.url}/done` });
    await (await loadHandler("PreparePrompt"))({ jobId, executionId });
    const failure = recordedEvent("task-failed");
    await (await loadHandler("FailJob", "fail"))({ jobId, executionId, failure });

    const answer = await (await loadHandler("DeliverCallback"))(queueEvent(JSON.stringify({ jobId })));
    await receiver.stop();

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(receiver.deliveries.map(({ body }) => JSON.parse(body))).toEqual([
      expect.objectContaining({ job_id: jobId, status: "failed" }),
    ]);
  });

  it("take in the requests of a batch, and put aside with its reason what never can be (X-40)", async () => {
    const event = recordedEvent("generation-requested") as { id: string; detail: object };
    const good = { ...event, detail: { ...event.detail, client_id: clientId } };
    const bad = { ...event, id: "bad-one", detail: { client_id: clientId, request: { title: 7 } } };

    const answer = await (await loadHandler("TakeIn"))(queueEvent(JSON.stringify(bad), JSON.stringify(good)));

    expect(answer).toEqual({ batchItemFailures: [] });
    const { queues, client } = cloud.backend.queues;
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: queues.intake.deadLetterUrl, MessageAttributeNames: ["All"] }),
    );
    expect(Messages.map(({ Body }) => JSON.parse(Body ?? "").id)).toEqual(["bad-one"]);
    expect(Messages[0]?.MessageAttributes?.reason?.StringValue).toContain("title");
  });

  it("make tickets of requests and mails that come as events, each once (X-40, PX-65)", async () => {
    const requested = recordedEvent("ticket-requested") as { detail: object };
    const asked = { ...requested, detail: { ...requested.detail, client_id: clientId } };
    const batch = queueEvent(...[asked, recordedEvent("email-received")].map((event) => JSON.stringify(event)));
    const handler = await loadHandler("TakeIn");

    const answers = [await handler(batch), await handler(batch)];

    const list = request("GET", "/api/v1/tickets", { headers: { authorization: `Bearer ${key}` } });
    const { tickets } = JSON.parse((await callUrl(await loadHandler("Api"), list)).body);
    const subjects: string[] = tickets.map(({ subject }: { subject: string }) => subject);
    expect(answers).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect(subjects.filter((subject) => /Payment|sign in/.test(subject)).sort()).toEqual([
      "Cannot sign in",
      "Payment failed",
    ]);
  });
});

describe("the automations", () => {
  it("take the events of a batch, and name what is none", async () => {
    const event = {
      version: 1,
      eventId: "e-1",
      type: "ticket.created",
      tenantId: "t-1",
      at: "2026-03-13T12:00:00.000Z",
    };
    const subject = { kind: "ticket", id: "01TICKET" };
    const detail = { ...event, actor: "user:u-1", subject, data: {}, correlationId: "c-1" };
    const handler = await loadHandler("Automate");

    const answer = await handler(
      queueEvent(JSON.stringify({ detail }), JSON.stringify({ detail: { eventId: "e-2" } })),
    );

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "message-1" }] });
  });
});

describe("the publisher of the table's stream", () => {
  it("publishes new audit entries, and names none that failed", async () => {
    const { jobId } = await submit({ idempotency_key: "stream-1" });
    const record = recordedEvent("stream-record") as { dynamodb: object };
    const images = await auditOf(jobId);
    const Records = images.map(({ pk, sk, ...rest }) => ({
      ...record,
      dynamodb: { ...record.dynamodb, Keys: { pk, sk }, NewImage: { pk, sk, ...rest } },
    }));

    const answer = await (await loadHandler("PublishEvents"))({ Records });

    expect(images.length).toBeGreaterThan(0);
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  async function auditOf(jobId: string): Promise<Record<string, AttributeValue>[]> {
    const client = testClient(cloud.backend.databaseUrl);
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: "tessera",
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: `AUDIT#job#${jobId}` } },
      }),
    );
    client.destroy();
    return Items;
  }
});

describe("the schedules' functions", () => {
  const sweeps = [
    "ExpireJobs",
    "SweepCallbacks",
    "SweepSla",
    "CloseTickets",
    "DetachTags",
    "SweepForwardings",
    "SweepIncidents",
  ];

  it.each(sweeps)("%s sweeps on the scheduler's event, and on none", async (functionId) => {
    const handler: Handler = await loadHandler(functionId);

    const summaries = [await handler(recordedEvent("schedule")), await handler({})];

    expect(summaries).toEqual([expect.any(Object), expect.any(Object)]);
  });
});

describe("secrets", () => {
  it("are read from their parameters, signed by the function's role, and `none` counts as not set", async () => {
    const { readSecrets } = await import("../../functions/lib/secrets.ts");

    const secrets = await readSecrets(process.env);

    expect(secrets).toEqual({ TESSERA_SECRET_KEY: expect.any(String), TESSERA_EDGE_KEY: edgeKey });
    expect(cloud.parameters.authorizations.at(-1)).toMatch(
      /^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/us-east-1\/ssm\//,
    );
  });

  it("are asked for again while Parameter Store is asked too often", async () => {
    const { readSecrets } = await import("../../functions/lib/secrets.ts");
    cloud.parameters.throttle(2);

    const secrets = await readSecrets(process.env);

    expect(Object.keys(secrets)).toHaveLength(2);
  });

  it("stop the start of a function when one is missing, and name it", async () => {
    const { readSecrets } = await import("../../functions/lib/secrets.ts");
    const asked = readSecrets({ ...process.env, TESSERA_SECRETS: "/tessera/test/FORGOTTEN" });

    await expect(asked).rejects.toThrow("/tessera/test/FORGOTTEN");
  });
});
