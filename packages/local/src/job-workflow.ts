import { workflowDefinition } from "@tessera/core/workflow";
import type { LocalConfig } from "./config.ts";
import { functions } from "./functions.ts";
import { localArn } from "./lambda.ts";
import { startWorkflowServer, type WorkflowServer } from "./workflow.ts";

const stageTimeoutSeconds = 30;
/** A state outlives its model call by this much, so that the call's own error is what the job reports. */
const modelMarginSeconds = 60;

/** The workflow of the generation jobs, the same document as in the cloud. */
export function startJobWorkflow(config: LocalConfig): Promise<WorkflowServer> {
  const { preparePrompt, generateTickets, validateOutput, completeJob, failJob } = functions;
  const arn = (name: string) => localArn("lambda", `function:${name}`);
  const names = {
    preparePrompt: arn("prepare-prompt"),
    generateTickets: arn("generate-tickets"),
    validateOutput: arn("validate-output"),
    complete: arn("complete"),
    fail: arn("fail"),
  };
  return startWorkflowServer({
    name: "tessera-jobs",
    definition: workflowDefinition({
      functions: names,
      stageTimeoutSeconds,
      generateTimeoutSeconds: Math.ceil(config.LLM_TIMEOUT_MS / 1_000) + modelMarginSeconds,
      retryIntervalSeconds: config.TESSERA_RETRY_SECONDS,
    }),
    functions: {
      [names.preparePrompt]: preparePrompt,
      [names.generateTickets]: generateTickets,
      [names.validateOutput]: validateOutput,
      [names.complete]: completeJob,
      [names.fail]: failJob,
    },
  });
}
