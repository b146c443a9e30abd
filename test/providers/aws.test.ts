import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SFNClient } from "@aws-sdk/client-sfn";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { ProductEvent } from "@tessera/core/events";
import {
  createDeadLetterQueue,
  createDeliveryQueue,
  createEventPublisher,
  createIncidentQueue,
  createJobQueue,
  createWorkflow,
} from "@tessera/providers/aws";
import { startFauxqs } from "fauxqs";
import { describe, expect, it, onTestFinished } from "vitest";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const region = "eu-central-1";

async function queueOfItsOwn() {
  const server = await startFauxqs({ port: 0, logger: false });
  onTestFinished(() => server.stop());
  server.createQueue("hints");
  const client = new SQSClient({ endpoint: server.address, region, credentials });
  onTestFinished(() => client.destroy());
  const queueUrl = `${server.address}/000000000000/hints`;
  const receive = async () => {
    const answer = await client.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, MessageAttributeNames: ["All"] }));
    return answer.Messages ?? [];
  };
  return { server, client, queueUrl, receive };
}

describe("X-32 queues on SQS's wire protocol", () => {
  it("carry a job's id", async () => {
    const { client, queueUrl, receive } = await queueOfItsOwn();

    await createJobQueue({ client, queueUrl }).send({ jobId: "job-1" });

    expect((await receive()).map(({ Body }) => Body)).toEqual(['{"jobId":"job-1"}']);
  });

  it("carry a callback's id at once, or later where it is due later", async () => {
    const { client, queueUrl, receive, server } = await queueOfItsOwn();
    const queue = createDeliveryQueue({ client, queueUrl });

    await queue.send({ jobId: "now" }, 0);
    await queue.send({ jobId: "later" }, 4.2);

    expect((await receive()).map(({ Body }) => Body)).toEqual(['{"jobId":"now"}']);
    expect(server.inspectQueue("hints")?.messages.delayed.map(({ body }) => body)).toEqual(['{"jobId":"later"}']);
  });

  it("carry an incident's id and its tenant, at once or later (LC-29)", async () => {
    const { client, queueUrl, receive, server } = await queueOfItsOwn();
    const queue = createIncidentQueue({ client, queueUrl });
    const hint = { tenantId: "t-1", incidentId: "inc-20240301-001" };

    await queue.send(hint, 0);
    await queue.send(hint, 4.2);

    expect((await receive()).map(({ Body }) => JSON.parse(Body ?? ""))).toEqual([hint]);
    expect(server.inspectQueue("hints")?.messages.delayed).toHaveLength(1);
  });

  it.each([
    [36_000, 900],
    [899.2, 900],
    [-3, 0],
  ])("ask for a delay of %d seconds as %d: SQS knows none beyond a quarter of an hour (TF-61)", async (asked, sent) => {
    const { calls, options } = await awsJson(() => ({ body: { MessageId: "m-1" } }));
    const client = new SQSClient({ ...options, md5: false });
    onTestFinished(() => client.destroy());

    await createDeliveryQueue({ client, queueUrl: options.endpoint }).send({ jobId: "job-1" }, asked);

    expect(calls).toMatchObject([{ action: "SendMessage", input: { DelaySeconds: sent } }]);
  });

  it("keep what can never succeed with its reason (X-40)", async () => {
    const { client, queueUrl, receive } = await queueOfItsOwn();

    await createDeadLetterQueue({ client, queueUrl }).send('{"detail":{}}', "x".repeat(5_000));

    const [message] = await receive();
    expect(message?.Body).toBe('{"detail":{}}');
    expect(message?.MessageAttributes?.reason?.StringValue).toBe("x".repeat(2_000));
  });

  it("keep a reason that quotes what SQS would refuse", async () => {
    const { client, queueUrl, receive } = await queueOfItsOwn();

    await createDeadLetterQueue({ client, queueUrl }).send("{}", "a\u0000b\ud800c\ufffed\n→ e");

    const [message] = await receive();
    expect(message?.MessageAttributes?.reason?.StringValue).toBe("a b c d\n→ e");
  });
});

/** A server that speaks AWS's JSON protocol: it answers each call as told and keeps what it was asked. */
async function awsJson(
  answer: (call: { action: string; input: Record<string, unknown> }) => { error?: string; body?: object },
) {
  const calls: { action: string; input: Record<string, unknown> }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const action = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
    const input: Record<string, unknown> = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    calls.push({ action, input });
    const { error, body = {} } = answer({ action, input });
    response.writeHead(error ? 400 : 200, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify(error ? { __type: error, message: "no" } : body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { calls, options: { endpoint: `http://127.0.0.1:${port}`, region, credentials } };
}

describe("B7 the workflow on Step Functions' wire protocol", () => {
  const stateMachineArn = "arn:aws:states:eu-central-1:000000000000:stateMachine:tickets";
  const executionArn = "arn:aws:states:eu-central-1:000000000000:execution:tickets:job-1";

  async function workflowThat(error?: string) {
    const { calls, options } = await awsJson(() => ({
      ...(error && { error }),
      body: { executionArn, startDate: 1_772_366_400, stopDate: 1_772_366_400 },
    }));
    const client = new SFNClient(options);
    onTestFinished(() => client.destroy());
    return { calls, workflow: createWorkflow({ stateMachineArn, client }) };
  }

  it("starts an execution that is named by its job and gets nothing but its id", async () => {
    const { calls, workflow } = await workflowThat();

    await workflow.start("job-1");

    expect(calls).toEqual([
      { action: "StartExecution", input: { stateMachineArn, name: "job-1", input: '{"jobId":"job-1"}' } },
    ]);
  });

  it("stops the execution of a job", async () => {
    const { calls, workflow } = await workflowThat();

    await workflow.stop("job-1");

    expect(calls).toEqual([{ action: "StopExecution", input: { executionArn } }]);
  });

  it("takes a job that was started before, and one that does not run, as done", async () => {
    const started = await workflowThat("ExecutionAlreadyExists");
    const stopped = await workflowThat("ExecutionDoesNotExist");

    await started.workflow.start("job-1");
    await stopped.workflow.stop("job-1");

    expect([started.calls.length, stopped.calls.length]).toEqual([1, 1]);
  });

  it("passes on every other error", async () => {
    const { workflow } = await workflowThat("StateMachineDoesNotExist");

    await expect(workflow.start("job-1")).rejects.toMatchObject({ name: "StateMachineDoesNotExist" });
    await expect(workflow.stop("job-1")).rejects.toMatchObject({ name: "StateMachineDoesNotExist" });
  });
});

describe("X-34 events on EventBridge's wire protocol", () => {
  function makeEvent(number: number, data: Record<string, unknown> = {}): ProductEvent {
    return {
      version: 1,
      eventId: `event-${number}`,
      type: "job.completed",
      tenantId: "t-1",
      at: "2026-03-01T12:00:00.000Z",
      actor: "system:stage",
      subject: { kind: "job", id: `job-${number}` },
      data,
      correlationId: "corr-1",
    };
  }
  type Entry = { Detail: string };
  const entriesOf = (input: Record<string, unknown>) => input.Entries as Entry[];
  const idOf = (entry: Entry): string => JSON.parse(entry.Detail).eventId;

  /** A bus that refuses the events of these ids. */
  async function busRefusing(...refused: string[]) {
    const { calls, options } = await awsJson(({ input }) => ({
      body: {
        FailedEntryCount: refused.length,
        Entries: entriesOf(input).map((entry) =>
          refused.includes(idOf(entry)) ? { ErrorCode: "ThrottlingException" } : { EventId: crypto.randomUUID() },
        ),
      },
    }));
    const client = new EventBridgeClient(options);
    onTestFinished(() => client.destroy());
    return { calls, publish: createEventPublisher({ client, busName: "tessera-events" }) };
  }

  it("carry the envelope under the product's name", async () => {
    const { calls, publish } = await busRefusing();

    expect(await publish([makeEvent(1)])).toEqual([]);
    expect(calls).toEqual([
      {
        action: "PutEvents",
        input: {
          Entries: [
            {
              EventBusName: "tessera-events",
              Source: "tessera",
              DetailType: "job.completed",
              Time: Date.parse("2026-03-01T12:00:00Z") / 1_000,
              Detail: JSON.stringify(makeEvent(1)),
            },
          ],
        },
      },
    ]);
  });

  it("go in their order, ten at a time", async () => {
    const { calls, publish } = await busRefusing();
    const events = Array.from({ length: 23 }, (_event, index) => makeEvent(index));

    await publish(events);

    const batches = calls.map(({ input }) => entriesOf(input).map(idOf));
    expect(batches.map((batch) => batch.length)).toEqual([10, 10, 3]);
    expect(batches.flat()).toEqual(events.map(({ eventId }) => eventId));
  });

  it("go in smaller batches where they are large", async () => {
    const { calls, publish } = await busRefusing();

    await publish([1, 2, 3].map((number) => makeEvent(number, { title: "x".repeat(100_000) })));

    expect(calls.map(({ input }) => entriesOf(input).length)).toEqual([2, 1]);
  });

  it("that were refused are named, and nothing else is", async () => {
    const { publish } = await busRefusing("event-3", "event-11");

    expect(await publish(Array.from({ length: 12 }, (_event, index) => makeEvent(index)))).toEqual([
      "event-3",
      "event-11",
    ]);
  });

  it("are not sent when there are none", async () => {
    const { calls, publish } = await busRefusing();

    expect(await publish([])).toEqual([]);
    expect(calls).toEqual([]);
  });
});
