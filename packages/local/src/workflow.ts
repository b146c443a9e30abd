import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { AwsApiError, startAwsJsonServer } from "./aws-json-server.ts";
import { createExecutions, type Execution } from "./executions.ts";
import { type LambdaHandler, localArn } from "./lambda.ts";
import { createStateMachine } from "./state-machine.ts";

export interface WorkflowServer {
  endpoint: string;
  stateMachineArn: string;
  /** Lets the task that is being worked on finish, for at most this long, and starts no other. */
  stop(graceMs: number): Promise<void>;
}

interface WorkflowServerOptions {
  name: string;
  definition: object;
  /** By the name that the definition's Task resources give. */
  functions: Record<string, LambdaHandler>;
  maxRunning?: number;
  maxRemembered?: number;
}

const StartInput = z.object({
  stateMachineArn: z.string(),
  name: z
    .string()
    .regex(/^[\w-]{1,80}$/)
    .optional(),
  input: z.string().default("{}"),
});
const ExecutionInput = z.object({
  executionArn: z.string(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

/**
 * Step Functions on loopback: the three operations that the product uses, so that its `@aws-sdk/client-sfn` needs no
 * local variant (X-32, B7).
 */
export async function startWorkflowServer(options: WorkflowServerOptions): Promise<WorkflowServer> {
  const stateMachineArn = localArn("states", `stateMachine:${options.name}`);
  const runner = createStateMachine(options);
  const { maxRunning = 32, maxRemembered = 10_000 } = options;
  const executions = createExecutions({ stateMachineArn, runner, maxRunning, maxRemembered });

  const server = await startAwsJsonServer({
    target: "AWSStepFunctions",
    contentType: "application/x-amz-json-1.0",
    operations: {
      async StartExecution(request) {
        const { name, input, ...given } = StartInput.parse(request);
        if (given.stateMachineArn !== stateMachineArn) {
          throw new AwsApiError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${given.stateMachineArn}'`);
        }
        if (!isJson(input)) throw new AwsApiError("InvalidExecutionInput", "Invalid State Machine Execution Input");
        const { executionArn, startDate } = executions.start({ name, input });
        return { executionArn, startDate: epochSeconds(startDate) };
      },
      async StopExecution(request) {
        const { executionArn, error, cause } = ExecutionInput.parse(request);
        const { stopDate = new Date() } = executions.stop(executionArn, { error, cause });
        return { stopDate: epochSeconds(stopDate) };
      },
      async DescribeExecution(request) {
        const execution = executions.describe(ExecutionInput.parse(request).executionArn);
        return { ...describe(execution), stateMachineArn };
      },
    },
  });

  return {
    endpoint: server.endpoint,
    stateMachineArn,
    async stop(graceMs) {
      executions.abortAll();
      await Promise.race([runner.idle(), sleep(graceMs, undefined, { ref: false })]);
      await server.stop();
    },
  };
}

function describe({ startDate, stopDate, ...execution }: Execution): object {
  return {
    ...execution,
    startDate: epochSeconds(startDate),
    ...(stopDate && { stopDate: epochSeconds(stopDate) }),
  };
}

function epochSeconds(date: Date): number {
  return date.getTime() / 1_000;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
