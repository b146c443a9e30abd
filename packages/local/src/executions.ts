import { randomUUID } from "node:crypto";
import { AwsApiError } from "./aws-json-server.ts";
import type { StateMachineRun, StateMachineRunner } from "./state-machine.ts";

export interface Execution {
  executionArn: string;
  name: string;
  /** As the caller sent it: sameness of two starts is sameness of this text. */
  input: string;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  startDate: Date;
  stopDate?: Date;
  output?: string;
  error?: string;
  cause?: string;
}

export interface Executions {
  start(request: { name?: string | undefined; input: string }): Execution;
  stop(executionArn: string, reason: { error?: string | undefined; cause?: string | undefined }): Execution;
  describe(executionArn: string): Execution;
  /** Aborts what runs and waits; none starts any more. */
  abortAll(): void;
}

interface ExecutionsOptions {
  stateMachineArn: string;
  runner: Pick<StateMachineRunner, "run">;
  /** More wait in line, as an account's concurrency makes them. */
  maxRunning: number;
  /** Names of closed executions stay taken for as long as they are remembered. */
  maxRemembered: number;
}

/** Executions of one state machine, under the rules that Step Functions has for names and repeats (B7). */
export function createExecutions(options: ExecutionsOptions): Executions {
  const byName = new Map<string, Execution>();
  const runs = new Map<string, StateMachineRun>();
  const waiting: Execution[] = [];
  const closed: string[] = [];
  const arnPrefix = `${options.stateMachineArn.replace(":stateMachine:", ":execution:")}:`;
  let closing = false;

  const find = (executionArn: string): Execution => {
    const execution = byName.get(executionArn.slice(arnPrefix.length));
    if (!execution || !executionArn.startsWith(arnPrefix)) {
      throw new AwsApiError("ExecutionDoesNotExist", `Execution Does Not Exist: '${executionArn}'`);
    }
    return execution;
  };

  const close = (execution: Execution, end: Partial<Execution>): void => {
    if (execution.status !== "RUNNING") return;
    Object.assign(execution, end, { stopDate: new Date() });
    closed.push(execution.name);
    if (closed.length > options.maxRemembered) byName.delete(closed.shift() ?? "");
  };

  const launch = (execution: Execution): void => {
    const run = options.runner.run({
      id: execution.executionArn,
      name: execution.name,
      input: JSON.parse(execution.input),
    });
    runs.set(execution.name, run);
    void run.result
      .then(
        (output) => close(execution, { status: "SUCCEEDED", output: JSON.stringify(output) }),
        (error: unknown) => close(execution, { status: "FAILED", ...failureOf(error) }),
      )
      .finally(() => {
        runs.delete(execution.name);
        launchWaiting();
      });
  };

  const launchWaiting = (): void => {
    while (!closing && runs.size < options.maxRunning) {
      const next = waiting.shift();
      if (!next) return;
      launch(next);
    }
  };

  return {
    start({ name = randomUUID(), input }) {
      const known = byName.get(name);
      if (known?.status === "RUNNING" && known.input === input) return known;
      const executionArn = arnPrefix + name;
      if (known) throw new AwsApiError("ExecutionAlreadyExists", `Execution Already Exists: '${executionArn}'`);

      const execution: Execution = { executionArn, name, input, status: "RUNNING", startDate: new Date() };
      byName.set(name, execution);
      waiting.push(execution);
      launchWaiting();
      return execution;
    },
    stop(executionArn, { error, cause }) {
      const execution = find(executionArn);
      close(execution, { status: "ABORTED", ...(error && { error }), ...(cause && { cause }) });
      if (waiting.includes(execution)) waiting.splice(waiting.indexOf(execution), 1);
      runs.get(execution.name)?.abort();
      return execution;
    },
    describe: find,
    abortAll() {
      closing = true;
      for (const [name, run] of runs) {
        const execution = byName.get(name);
        if (execution) close(execution, { status: "ABORTED" });
        run.abort();
      }
    },
  };
}

/** The interpreter wraps the error that no state has caught. */
function failureOf(error: unknown): { error: string; cause: string } {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return inner instanceof Error
    ? { error: inner.name, cause: inner.message }
    : { error: "States.Runtime", cause: String(inner) };
}
