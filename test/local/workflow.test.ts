import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, it } from "vitest";
import { startWorkflowServer, type WorkflowServer } from "../../packages/local/src/workflow.ts";
import { waitFor } from "../support/wait.ts";

const echo = "arn:aws:lambda:us-east-1:000000000000:function:echo";
const definition = {
  StartAt: "Work",
  States: {
    Work: {
      Type: "Task",
      Resource: echo,
      Parameters: {
        "given.$": "$",
        "id.$": "$$.Execution.Id",
        "name.$": "$$.Execution.Name",
        "at.$": "$$.Execution.StartTime",
      },
      Next: "Done",
    },
    Done: { Type: "Succeed" },
  },
};

let server: WorkflowServer;
let client: SFNClient;
afterEach(async () => {
  client.destroy();
  await server.stop(0);
});

async function serve(
  handler: (event: unknown) => Promise<unknown>,
  limits: { maxRunning?: number; maxRemembered?: number } = {},
): Promise<void> {
  server = await startWorkflowServer({ name: "jobs", definition, functions: { [echo]: handler }, ...limits });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  client = new SFNClient({ endpoint: server.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
}

const start = (name: string, input = "{}") =>
  client.send(new StartExecutionCommand({ stateMachineArn: server.stateMachineArn, name, input }));
const describeExecution = (executionArn?: string) => client.send(new DescribeExecutionCommand({ executionArn }));

async function untilClosed(executionArn?: string) {
  await waitFor(async () => (await describeExecution(executionArn)).status !== "RUNNING", {
    what: "the execution to end",
  });
  return describeExecution(executionArn);
}

/** A handler that waits until it is told to go on. */
function gate() {
  const waiting: (() => void)[] = [];
  return {
    waiting,
    handler: () => new Promise<void>((resolve) => void waiting.push(resolve)),
    open: () => waiting.splice(0).forEach((resolve) => void resolve()),
  };
}

describe("Step Functions on loopback, through the real client", () => {
  it("runs the document and answers its output", async () => {
    await serve(async (event) => ({ echoed: event }));

    const { executionArn, startDate } = await start("job-1", '{"jobId":"job-1"}');
    const closed = await untilClosed(executionArn);

    expect(executionArn).toBe("arn:aws:states:us-east-1:000000000000:execution:jobs:job-1");
    expect(startDate).toBeInstanceOf(Date);
    expect(closed).toMatchObject({
      status: "SUCCEEDED",
      name: "job-1",
      stateMachineArn: server.stateMachineArn,
      input: '{"jobId":"job-1"}',
      startDate,
      stopDate: expect.any(Date),
    });
    expect(JSON.parse(closed.output ?? "")).toEqual({
      echoed: { given: { jobId: "job-1" }, id: executionArn, name: "job-1", at: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
  });

  it("closes an execution whose error nobody catches, with the error as Lambda reports it", async () => {
    await serve(async () => {
      throw new TypeError("no such thing");
    });

    const closed = await untilClosed((await start("job-1")).executionArn);

    expect(closed).toMatchObject({ status: "FAILED", error: "TypeError" });
    expect(JSON.parse(closed.cause ?? "")).toMatchObject({
      errorType: "TypeError",
      errorMessage: "no such thing",
      trace: expect.arrayContaining(["TypeError: no such thing"]),
    });
  });

  it("runs a bounded number at once; the rest wait in line", async () => {
    const { waiting, handler, open } = gate();
    await serve(handler, { maxRunning: 2 });

    const started = await Promise.all(["a", "b", "c"].map((name) => start(name)));
    await waitFor(() => waiting.length === 2, { what: "two tasks" });
    const third = await describeExecution(started[2]?.executionArn);
    const running = waiting.length;
    open();
    await waitFor(() => waiting.length === 1, { what: "the third task" });

    expect(third.status).toBe("RUNNING");
    expect(running).toBe(2);
    open();
  });
});

describe("B7 names of executions", () => {
  it("answers the same execution for the same name and input while it runs", async () => {
    const { waiting, handler, open } = gate();
    await serve(handler);

    const first = await start("job-1", '{"a":1}');
    const second = await start("job-1", '{"a":1}');
    await waitFor(() => waiting.length > 0, { what: "the task" });

    expect(second).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate });
    expect(waiting).toHaveLength(1);
    open();
  });

  it("refuses the same name with another input", async () => {
    const { handler, open } = gate();
    await serve(handler);
    await start("job-1", '{"a":1}');

    await expect(start("job-1", '{"a":2}')).rejects.toThrow(ExecutionAlreadyExists);
    open();
  });

  it("refuses a name whose execution has closed, also with the same input", async () => {
    await serve(async () => ({}));
    await untilClosed((await start("job-1")).executionArn);

    await expect(start("job-1")).rejects.toThrow(ExecutionAlreadyExists);
  });

  it("forgets the oldest closed names, so that its memory is bounded", async () => {
    await serve(async () => ({}), { maxRemembered: 1 });
    const first = await start("job-1");
    await untilClosed(first.executionArn);
    await untilClosed((await start("job-2")).executionArn);

    await expect(describeExecution(first.executionArn)).rejects.toThrow(ExecutionDoesNotExist);
    await expect(start("job-1")).resolves.toMatchObject({ executionArn: first.executionArn });
  });

  it("refuses what Step Functions refuses", async () => {
    await serve(async () => ({}));
    const elsewhere = new StartExecutionCommand({
      stateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:x",
    });

    await expect(client.send(elsewhere)).rejects.toThrow(StateMachineDoesNotExist);
    await expect(start("a name with spaces")).rejects.toThrow();
    await expect(start("job-1", "{")).rejects.toMatchObject({ name: "InvalidExecutionInput" });
    await expect(describeExecution(`${server.stateMachineArn}:none`)).rejects.toThrow(ExecutionDoesNotExist);
  });
});

describe("stopping an execution", () => {
  const stop = (executionArn?: string) =>
    client.send(new StopExecutionCommand({ executionArn, error: "Cancelled", cause: "by its client" }));

  it("aborts it: no further task is called", async () => {
    const { waiting, handler, open } = gate();
    await serve(handler);
    const { executionArn } = await start("job-1");
    await waitFor(() => waiting.length === 1, { what: "the task" });

    const { stopDate } = await stop(executionArn);
    open();

    expect(stopDate).toBeInstanceOf(Date);
    expect(await describeExecution(executionArn)).toMatchObject({
      status: "ABORTED",
      error: "Cancelled",
      cause: "by its client",
    });
  });

  it("never starts one that was still in line", async () => {
    const { waiting, handler, open } = gate();
    await serve(handler, { maxRunning: 1 });
    const running = await start("running");
    const { executionArn } = await start("waiting");
    await waitFor(() => waiting.length === 1, { what: "the task" });

    await stop(executionArn);
    open();
    await untilClosed(running.executionArn);

    expect((await describeExecution(executionArn)).status).toBe("ABORTED");
    expect(waiting).toEqual([]);
  });

  it("says that an unknown execution does not exist", async () => {
    await serve(async () => ({}));

    await expect(stop(server.stateMachineArn.replace("stateMachine", "execution").concat(":none"))).rejects.toThrow(
      ExecutionDoesNotExist,
    );
  });
});

describe("A18 a stop of the server", () => {
  it("waits for the task under way", async () => {
    const finished: string[] = [];
    const { waiting, handler, open } = gate();
    await serve(() => handler().then(() => void finished.push("task")));
    await start("job-1");
    await waitFor(() => waiting.length === 1, { what: "the task" });

    const stopped = server.stop(5_000);
    open();
    await stopped;

    expect(finished).toEqual(["task"]);
  });
});
