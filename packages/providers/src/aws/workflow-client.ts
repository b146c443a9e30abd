import { SFNClient, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";

/** The two calls of Step Functions that the product makes: apart, so that a bundle holds no others (workflow.ts). */
export function createWorkflowClient(client = new SFNClient({})) {
  return {
    start: (input: { stateMachineArn: string; name: string; input: string }) =>
      client.send(new StartExecutionCommand(input)),
    stop: (input: { executionArn: string }) => client.send(new StopExecutionCommand(input)),
  };
}
