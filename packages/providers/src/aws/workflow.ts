import type { SFNClient } from "@aws-sdk/client-sfn";
import type { Workflow } from "@tessera/core/jobs";

interface WorkflowOptions {
  stateMachineArn: string;
  /** For tests; the product makes its own when the first workflow is started. */
  client?: SFNClient;
}

/** Step Functions. An execution is named by its job, so one job has one execution, however often it is started (B7). */
export function createWorkflow(options: WorkflowOptions): Workflow {
  const { stateMachineArn } = options;
  let loaded: ReturnType<typeof load> | undefined;
  // Most invocations never start a workflow: those do not pay for the SDK.
  const workflows = () => {
    loaded ??= load(options.client);
    return loaded;
  };

  return {
    async start(jobId) {
      const client = await workflows();
      const input = JSON.stringify({ jobId });
      await ignoring("ExecutionAlreadyExists", () => client.start({ stateMachineArn, name: jobId, input }));
    },
    async stop(jobId) {
      const client = await workflows();
      const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${jobId}`;
      await ignoring("ExecutionDoesNotExist", () => client.stop({ executionArn }));
    },
  };
}

async function load(given: SFNClient | undefined) {
  return (await import("./workflow-client.ts")).createWorkflowClient(given);
}

/** By name: the class of the error would load the SDK. */
async function ignoring(name: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== name) throw cause;
  }
}
